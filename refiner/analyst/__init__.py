"""The local analyst: judges fillers without a network."""
