"""What pages share: pure functions from a run document to a figure or to escaped HTML."""
