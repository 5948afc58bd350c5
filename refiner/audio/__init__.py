"""From a recording to a transcript, with what only its sound shows.

Sound goes nowhere but to the chosen transcriber, and never into a log.
"""
