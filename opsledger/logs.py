"""What the server logs, as lines for people or as JSON for programs.

A line of JSON names the request that it stems from, and facts: ids, codes, numbers. Neither has personal data in it:
no names, no texts, no inputs, no tokens, no addresses of callers.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

from graphql_api.trail import REQUEST, facts_of

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
REPORTS = ("opsledger.requests", "opsledger.commands")
"""Those that tell of every request and of every command, where logs are JSON."""


class Lines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := REQUEST.get():
            said["request"] = request
        said |= facts_of(record)
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(said, ensure_ascii=False, default=str)


def log_as(form: str) -> None:
    """Log to stderr from now on: warnings as `text`, or as `json` with a line for each request and each command."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines() if form == "json" else logging.Formatter(TEXT))
    logging.basicConfig(handlers=[handler])
    for name in REPORTS:
        logging.getLogger(name).setLevel(logging.INFO if form == "json" else logging.WARNING)
