"""Who may reach the API that this process serves: where it listens, and the administrator's token."""

import secrets
from ipaddress import ip_address
from pathlib import Path

from opsledger import private
from opsledger.settings import Settings

FILE = "administrator-token"


class Unprotected(Exception):
    """The API would be reachable from elsewhere without anybody having said how its callers are known."""


def require_protection(settings: Settings) -> None:
    """Raises Unprotected for an address of the network without an administrator's token or a key of JWTs."""
    if not (loopback(settings.host) or settings.admin_token or settings.jwt_key):
        raise Unprotected(
            f"{settings.host} can be reached from other machines: set OPSLEDGER_ADMIN_TOKEN or OPSLEDGER_JWT_KEY first"
        )


def loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def administrator_token(folder: Path) -> tuple[str, bool]:
    """The administrator's token that is kept in the folder, and whether it was made just now."""
    path = folder / FILE
    made = private.keep(path, secrets.token_urlsafe(32))
    return path.read_text("utf-8"), made
