"""Tokens' promises, checked."""
