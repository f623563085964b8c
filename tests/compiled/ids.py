"""Opaque ids as the API gives and takes them: base64url of `Kind:key`, without padding."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Container


def opaque(kind: str, key: str) -> str:
    """The id of a row of that kind."""
    return urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("=")


def opened(given: str, kinds: Container[str]) -> tuple[str | None, str]:
    """The kind and key in an id; without a kind when what is given is a plain key."""
    try:
        kind, colon, key = urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode().partition(":")
    except ValueError:
        return None, given
    return (kind, key) if colon and kind in kinds and "\0" not in key else (None, given)
