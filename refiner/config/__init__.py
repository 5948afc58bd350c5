"""Settings of a run and the rollback levels that override them."""
