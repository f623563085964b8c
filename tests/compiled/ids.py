"""Opaque ids as the API gives and takes them: `Kind:key`."""

from collections.abc import Container


def opaque(kind: str, key: str) -> str:
    """The id of a row of that kind."""
    return f"{kind}:{key}"


def opened(given: str, kinds: Container[str]) -> tuple[str | None, str]:
    """The kind and key in an id; without a kind when what is given is a plain key."""
    kind, colon, key = given.partition(":")
    return (kind, key) if colon and kind in kinds and "\0" not in key else (None, given)
