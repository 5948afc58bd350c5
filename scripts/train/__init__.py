"""Training of the local analyst's encoder: data, network, steps (see docs/model-card.md)."""
