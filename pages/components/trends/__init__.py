"""Parts of the Trends page."""
