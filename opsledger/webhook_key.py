"""The key that the secrets of webhooks are made of: out of the environment, or kept in the data folder."""

import secrets

from opsledger import private
from opsledger.settings import Settings

FILE = "webhook-key"


def webhook_key(settings: Settings) -> str:
    """The key; made when there is none."""
    if settings.webhook_key:
        return settings.webhook_key
    path = settings.data / FILE
    private.keep(path, secrets.token_urlsafe(32))
    return path.read_text("utf-8")
