"""The secrets that webhooks are signed with: made of one key of the operator's, and so kept nowhere.

A consumer's secrets are numbered; the log says how many there have been and which were shown, and no more.
"""

import hmac
from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256

from application.delivery.deliveries import Deliveries
from domain.consumer.state import Consumer

PREFIX = "whsec_"
KEY = "webhook-key"


class OtherKey(Exception):
    """This process has another key than those that have signed before: receivers would believe none of its webhooks."""


class Secrets:
    """Knows the secrets of consumers. `key` gives the operator's key, once it is needed."""

    def __init__(self, key: Callable[[], str], deliveries: Deliveries) -> None:
        self._key, self._deliveries = key, deliveries
        self._known: bytes | None = None

    def require(self) -> None:
        """Raise OtherKey unless this process has the key."""
        self._agreed()

    def newest(self, consumer: Consumer) -> str:
        """The secret that webhooks are signed with from now on. Raises OtherKey."""
        return self._numbered(consumer, consumer.secret)

    def signing(self, consumer: Consumer, now: datetime) -> Sequence[str]:
        """The secrets to sign with: the newest, and the one before while they overlap. Raises OtherKey."""
        both = consumer.secret > 1 and consumer.overlap_until is not None and now < consumer.overlap_until
        numbers = (consumer.secret, consumer.secret - 1) if both else (consumer.secret,)
        return [self._numbered(consumer, number) for number in numbers]

    def _numbered(self, consumer: Consumer, number: int) -> str:
        made = hmac.digest(self._agreed(), f"{consumer.id}/{number}".encode(), sha256)
        return PREFIX + b64encode(made).decode()

    def _agreed(self) -> bytes:
        """The key, if it is the one that all processes of this ledger have."""
        if self._known is None:
            key = self._key().encode()
            fingerprint = sha256(b"fingerprint of " + key).hexdigest()[:16]
            if self._deliveries.agreed(KEY, fingerprint) != fingerprint:
                raise OtherKey("the key that signs webhooks is not here: it belongs in OPSLEDGER_WEBHOOK_KEY")
            self._known = key
        return self._known
