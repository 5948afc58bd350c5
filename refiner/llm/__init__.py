"""Requests to models, the schemas of their answers, and the providers that answer."""
