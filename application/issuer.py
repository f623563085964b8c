"""An identity provider, and the JWTs by which it names callers (API-07)."""

from pathlib import Path
from typing import Any

import jwt

SHARED_SECRET = ("HS256",)
PUBLIC_KEYS = ("RS256", "ES256", "EdDSA")
SHORTEST = 32
"""Bytes of a shared secret: as many as the hash has (RFC 7518, 3.2)."""
OF_FILES = (".json", ".jwks", ".jwk")


class NotAKey(ValueError):
    """What was given as a key is none; says why, and never what it was."""


class Issuer:
    """An identity provider whose JWTs are believed.

    `key` is a shared secret, or the path of a JWKS file; `issuer` and `audience` must be those of the token.
    Raises NotAKey for what is neither: a mistyped path must not become a secret.
    """

    def __init__(self, key: str, issuer: str | None, audience: str | None) -> None:
        self._key = key
        self._keys = published(key)
        self._issuer = issuer
        self._audience = audience

    def subject(self, token: str) -> str | None:
        """Whom the token names; None when it is not valid now, or not from here, or not for us."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key_of(token),
                algorithms=PUBLIC_KEYS if self._keys else SHARED_SECRET,
                issuer=self._issuer,
                audience=self._audience,
                options={"require": ["exp", "sub"], "verify_aud": self._audience is not None},
            )
        except (jwt.PyJWTError, KeyError):
            return None
        return str(claims["sub"])

    def _key_of(self, token: str) -> Any:
        if self._keys is None:
            return self._key
        return self._keys[jwt.get_unverified_header(token).get("kid", "")]


def published(key: str) -> jwt.PyJWKSet | None:
    """The public keys in the file of that path; None when it is a shared secret. Raises NotAKey."""
    try:
        text = Path(key).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        if Path(key).suffix in OF_FILES:
            raise NotAKey(f"{key} cannot be read: {wrong}") from None
        if len(key.encode()) < SHORTEST:
            raise NotAKey(f"it is neither a file of keys nor a shared secret of at least {SHORTEST} bytes") from None
        return None
    try:
        return jwt.PyJWKSet.from_json(text)
    except (ValueError, AttributeError, jwt.PyJWTError) as wrong:
        raise NotAKey(f"{key} is no set of public keys (JWKS): {wrong}") from None
