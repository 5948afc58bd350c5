"""Many talks in one go: what is read, who works on it, how far it has come."""
