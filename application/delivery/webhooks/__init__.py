"""Webhooks: events sent to consumers' addresses, by Standard Webhooks 1.0 (API-05)."""
