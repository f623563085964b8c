"""Figures of a whole company, as questions of the API and on both databases."""
