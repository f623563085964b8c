"""Appraisals are fair, complete, confidential, and can be computed again."""
