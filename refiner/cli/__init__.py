"""The command line: arguments in, documents or text out."""
