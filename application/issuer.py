"""An identity provider, and the JWTs by which it names callers (API-07)."""

from pathlib import Path
from typing import Any

import jwt

SHARED_SECRET = ("HS256",)
PUBLIC_KEYS = ("RS256", "ES256", "EdDSA")


class Issuer:
    """An identity provider whose JWTs are believed.

    `key` is a shared secret, or the path of a JWKS file; `issuer` and `audience` must be those of the token.
    """

    def __init__(self, key: str, issuer: str | None, audience: str | None) -> None:
        self._key = key
        self._keys = jwt.PyJWKSet.from_json(Path(key).read_text()) if Path(key).is_file() else None
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
