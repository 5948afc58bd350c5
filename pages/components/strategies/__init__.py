"""Parts of the Strategies page."""
