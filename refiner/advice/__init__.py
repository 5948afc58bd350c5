"""From counts to advice whose numbers are checked."""
