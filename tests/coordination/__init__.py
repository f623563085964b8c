"""Coordination's promises, checked."""
