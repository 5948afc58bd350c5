"""From a recording to a transcript, and what its sound says beside it.

Sound goes nowhere but to the chosen transcriber, and never into a log.
"""
