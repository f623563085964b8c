"""Durable consumers: what programs ask for over plain HTTP, and what is shown of them in GraphQL (API-05)."""
