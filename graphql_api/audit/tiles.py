"""The log over plain GET, as c2sp.org/tlog-tiles has it: `/log/checkpoint`, `/log/tile/…` and `/log/tile/entries/…`.

Whoever has a token may read the checkpoint and the hashes, which tell nothing of what is recorded. Entries name every
record and what became of it, those of appraisals too, so they are for auditors alone.
"""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from application.access import Caller
from application.integrity.log import NoCheckpoint
from application.integrity.tree import WIDTH
from graphql_api.audit.noted import note
from graphql_api.audit.plain import Plain, content
from graphql_api.audit.rights import reads_all
from graphql_api.context import Product
from graphql_api.documents import refusal

INDEX = r"(?:x(?!000/)\d{3}/(?:x\d{3}/)*)?\d{3}"
WIDTHS = "|".join(map(str, reversed(range(1, WIDTH))))
PATH = re.compile(rf"(?P<level>0|[1-9]\d?|entries)/(?P<index>{INDEX})(?:\.p/(?P<width>{WIDTHS}))?")
"""The rest of a tile's address: its level, its index in groups of three digits, its width where it is not full yet."""
FULL = "private, max-age=31536000, immutable"
PARTIAL = "private, max-age=60"
NEWEST = "private, no-cache"
OCTETS = "application/octet-stream"
TEXT = "text/plain; charset=utf-8"


class LogOverGet:
    """Answers those who follow the log from outside (AUDIT-04)."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._log = product.log

    def routes(self, plain: Plain) -> list[Route]:
        """The addresses."""
        return [plain.route("/log/checkpoint", self.checkpoint), plain.route("/log/tile/{path:path}", self.tile)]

    def checkpoint(self, _request: Request, _caller: Caller) -> Response:
        """The newest checkpoint, a signed note. Raises NotAnswered (404) before anything was signed."""
        try:
            return content(str(self._log.checkpoint()).encode(), TEXT, NEWEST)
        except NoCheckpoint as nothing:
            raise refusal(404, str(nothing), "NOT_FOUND") from None

    def tile(self, request: Request, caller: Caller) -> Response:
        """Hashes, or the entries that were hashed. Raises NotAnswered: 403 for entries, 404 for what is not there."""
        found = PATH.fullmatch(request.path_params["path"])
        if found is None:
            raise refusal(404, "No tile is called so; c2sp.org/tlog-tiles says how they are.", "NOT_FOUND")
        index, width = int(re.sub(r"[x/]", "", found["index"])), int(found["width"] or WIDTH)
        kept = PARTIAL if found["width"] else FULL
        try:
            if found["level"] != "entries":
                return content(self._log.tile(int(found["level"]), index, width), OCTETS, kept)
            if not reads_all(caller):
                raise refusal(403, "Entries name every record: they are for auditors alone.", "FORBIDDEN")
            note(self._product, caller, request, "log.entries")
            return content(self._log.entries(index, width), OCTETS, kept)
        except (LookupError, NoCheckpoint) as nothing:
            raise refusal(404, str(nothing), "NOT_FOUND") from None
