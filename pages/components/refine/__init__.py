"""Parts of the Refine page."""
