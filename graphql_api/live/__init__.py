"""Subscriptions of GraphQL: the log as it grows, and what changes in what a client shows (API-04)."""
