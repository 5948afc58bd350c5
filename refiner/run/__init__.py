"""One run, from a transcript to its run document."""
