"""How this process was told to run: from the environment and the command line."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from graphql_api.bounds import GENEROUS, Bounds

PASSWORD = re.compile(r"(?<=:)(?!//)[^:@]+(?=@)|(?<=password=)('[^']*'|[^&\s]+)")


class Settings(Struct, frozen=True, kw_only=True):
    """`database` is a PostgreSQL URL; without it the embedded store lives in the folder `data`.

    `admin_token` is the administrator's bearer token (OPSLEDGER_ADMIN_TOKEN). JWTs are accepted when `jwt_key` is set:
    a shared secret (HS256) or the path of a JWKS file (RS256, ES256, EdDSA); `sub` names the person. `signing_key`
    signs checkpoints of the log, `webhook_key` makes the secrets of webhooks; without either a key is kept in the
    folder `data`. `webhook_loopback` lets webhooks be sent to this machine itself. The keys of people are kept beside
    the ledger, or where `keys_database` says: in another folder, or behind another PostgreSQL URL; `keys_secret`
    encrypts them.

    What callers may do: `rate` requests a second and `subscriptions` at the same time for each token, the trusted
    `documents` and whether there are no others. `log` is `text` or `json`; `traces` is the address of a collector.
    """

    data: Path = Path("opsledger-data")
    database: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    admin_token: str | None = None
    jwt_key: str | None = None
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    signing_key: str | None = None
    webhook_key: str | None = None
    webhook_loopback: bool = False
    keys_database: str | None = None
    keys_secret: str | None = None
    rate: float = GENEROUS.rate
    subscriptions: int = GENEROUS.subscriptions
    documents: Path | None = None
    documents_only: bool = False
    log: Literal["text", "json"] = "text"
    traces: str | None = None

    @property
    def target(self) -> str:
        """Where the ledger is kept, as the store and the views are told."""
        return self.database or str(self.data)

    @property
    def bounds(self) -> Bounds:
        """What callers may do."""
        return Bounds(self.rate, self.subscriptions, self.documents, self.documents_only)

    @property
    def place(self) -> str:
        """The target as it may be shown: without a password."""
        return PASSWORD.sub("…", self.database) if self.database else str(self.data.absolute())


class WrongSetting(Exception):
    """A setting cannot be used; names it and says why."""


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Settings by OPSLEDGER_DATA, _DATABASE, _HOST, _PORT, _ADMIN_TOKEN, _JWT_KEY, _JWT_ISSUER, _JWT_AUDIENCE,
    _SIGNING_KEY, _WEBHOOK_KEY, _WEBHOOK_LOOPBACK (1), _KEYS_DATABASE, _KEYS_SECRET, _RATE, _SUBSCRIPTIONS,
    _DOCUMENTS, _DOCUMENTS_ONLY (1), _LOG and _TRACES. Raises WrongSetting.
    """
    given = {name: environment.get(f"OPSLEDGER_{name.upper()}") for name in Settings.__struct_fields__}
    present = {name: value for name, value in given.items() if value}
    try:
        return msgspec.convert(present, Settings, strict=False, dec_hook=to_path)
    except msgspec.ValidationError as wrong:
        problem, _, name = str(wrong).partition(" - at `$.")
        raise WrongSetting(f"OPSLEDGER_{name.rstrip('`').upper()} is wrong: {problem.replace('`', '')}") from None


def to_environment(settings: Settings) -> dict[str, str]:
    """The environment that says these settings, for another process."""
    given = {name: getattr(settings, name) for name in Settings.__struct_fields__}
    return {
        f"OPSLEDGER_{name.upper()}": str(int(value) if isinstance(value, bool) else value)
        for name, value in given.items()
        if value is not None
    }


def to_path(kind: type[Path], value: str) -> Path:
    return kind(value)
