"""By which key a token is found when somebody calls with its secret."""

from collections.abc import Iterator

from domain.shared.refusal import Reason
from domain.token.state import Token

HASH = "token.hash"
"""The SHA-256 of the secret, in hex."""
HASH_TAKEN = Reason(
    "token.hash_taken", "There is already a token with this secret: {holder}.", "使用该密钥的令牌{holder}已存在。"
)


def claims(token: Token) -> Iterator[tuple[str, str]]:
    """A token is found by the hash of the secret."""
    yield HASH, token.hash
