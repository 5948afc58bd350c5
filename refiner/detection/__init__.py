"""Finds filler candidates by rule, without a model."""
