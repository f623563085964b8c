"""By which id a request goes: in the answer, and in every line that is logged while it is answered."""

import logging
import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from itertools import count
from typing import Any

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered; empty outside of one."""

PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
PROCESS = secrets.token_hex(6)
NUMBERS = count(1)


def request_id(sent: str | None) -> str:
    """The id that the caller or a proxy has sent, where it is plain; else a new one."""
    return sent if sent and PLAIN.fullmatch(sent) else f"{PROCESS}-{next(NUMBERS):x}"


def note(logger: logging.Logger, message: str, **facts: Any) -> None:
    """Log a line with facts that are no personal data: ids, codes, numbers."""
    logger.info(message, extra={"facts": facts})


def facts_of(record: logging.LogRecord) -> Mapping[str, Any]:
    """The facts that were logged with a line."""
    facts: Mapping[str, Any] = getattr(record, "facts", {})
    return facts
