"""The rules that find fillers: a visible table, and how its lines are read."""
