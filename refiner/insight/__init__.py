"""What follows from run documents and the run log: pure arithmetic and words, no I/O."""
