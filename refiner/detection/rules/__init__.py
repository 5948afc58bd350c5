"""The rules that hear fillers: a visible table, and how its lines are read."""
