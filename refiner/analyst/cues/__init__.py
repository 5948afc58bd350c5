"""Grammar cues of the local analyst, one module a word group."""
