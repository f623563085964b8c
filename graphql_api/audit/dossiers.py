"""Dossiers of approvals: as GraphQL, and over plain GET as HTML, PDF or JSON, whichever the caller likes best."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any
from urllib.parse import quote

import msgspec
import strawberry
from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from application.access import Caller
from application.audit.dossier.making import dossier
from application.audit.dossier.model import Dossier
from application.audit.dossier.paper.pdf import pdf
from application.audit.dossier.paper.web import html
from application.audit.dossier.speaking import LANGUAGES
from application.audit.steps import History
from application.integrity.log import NoCheckpoint
from graphql_api.audit.noted import note
from graphql_api.audit.plain import Plain, content
from graphql_api.audit.sights import known, seen
from graphql_api.audit.structures import Structures
from graphql_api.context import Moment, Product, RequestContext, past, position_in
from graphql_api.documents import refusal
from graphql_api.media import preferred
from graphql_api.names import opened
from graphql_api.object_types import ObjectTypes
from graphql_api.registry import type_name
from graphql_api.scalars import parse_moment
from graphql_api.strawberry_types import Field, argument, enum_type, optional
from projections.filters import Compare, Op
from projections.visibility import Viewer

MEDIA: Mapping[str, Callable[[Dossier], bytes]] = {
    "text/html": html,
    "application/pdf": pdf,
    "application/json": msgspec.json.encode,
}
ENDINGS = {"text/html": "html", "application/pdf": "pdf", "application/json": "json"}
SAFE = "default-src 'none'; style-src 'unsafe-inline'"
"""The page has its style inside and nothing else: whatever a record says, no browser runs or fetches anything."""


class Language(Enum):
    """A language that dossiers are written in."""

    EN = "en"
    ZH = "zh"


def questions(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    """The field at the root."""
    kind = enum_type("Language", "A language that people read.", Language)
    record = argument("record", strawberry.ID, "The record, by its id or key.")
    language = argument("language", optional(kind), "The language of its words; English if left out.", default=None)

    async def resolve(source: Any, info: Any, record: str, language: Language | None = None) -> Any:
        context: RequestContext = info.context
        key, words = types.registry.key(record, None), (language or Language.EN).value
        found = await context.threads.work(made, context.product, context.viewer, key, past(source), words)
        return msgspec.to_builtins(found)

    doc = "Everything about the approvals of a record (AUDIT-06); null where the caller sees nothing of it."
    yield "dossier", Field(optional(Structures("Dossier").kind(Dossier)), doc, resolve, [record, language])


def made(product: Product, viewer: Viewer, key: str, at: int | None, language: str) -> Dossier | None:
    """The dossier of a record as the viewer may see it, now or as of a position."""
    reader = product.views.as_seen_by(viewer, at)
    room = History(product.ledger).room(key) if known(reader, key) else None
    if room is None:
        return None
    rooms = History(product.ledger)

    def knows(other: str) -> bool:
        of = rooms.room(other)
        return of is not None and bool(reader.rows(of.name, Compare("id", Op.EQ, other), ["id"], first=1))

    try:
        checkpoint = str(product.log.checkpoint()).splitlines()
    except NoCheckpoint:
        checkpoint = []
    return dossier(
        product.ledger, key, product.views.position() if at is None else at, language, seen(reader, room, key),
        knows, checkpoint,
    )


class DossiersOverGet:
    """Answers those who want the document itself."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._kinds = {type_name(table) for table in product.views.tables.values()}

    def routes(self, plain: Plain) -> list[Route]:
        """`/dossier/KEY`, with `?language=`, and `?position=` or `?at=` for an earlier moment."""
        return [plain.route("/dossier/{record:path}", self.dossier, "language", "position", "at")]

    def dossier(self, request: Request, caller: Caller) -> Response:
        """The document. Raises NotAnswered: 400 for what is no moment, 404, 406; refuses what `asOf` refuses."""
        media = preferred(request.headers.get("accept"), tuple(MEDIA))
        if media is None:
            raise refusal(406, f"Dossiers are {', '.join(MEDIA)}.", "NOT_ACCEPTABLE")
        _, key = opened(request.path_params["record"], self._kinds)
        viewer = Viewer(caller.person, caller.roles, caller.scopes, caller.in_place_of)
        language = spoken(request)
        of = self._of(request)
        note(self._product, caller, request, "dossier", key, of)
        found = made(self._product, viewer, key, of and of.at, language)
        if found is None:
            raise refusal(404, f"There is no record {key} that you may see.", "NOT_FOUND")
        named = quote(f"dossier-{key}.{ENDINGS[media]}")
        return content(
            MEDIA[media](found), f"{media}; charset=utf-8" if media == "text/html" else media, "private, no-store",
            **{
                "Content-Language": language,
                "Content-Disposition": f"inline; filename*=UTF-8''{named}",
                "Content-Security-Policy": SAFE,
                "Vary": "Accept, Accept-Language, Authorization",
            },
        )

    def _of(self, request: Request) -> Moment | None:
        """The moment that is asked about; None for now."""
        given = {name: value for name in ("position", "at") if (value := request.query_params.get(name))}
        if not given:
            return None
        try:
            position = int(given["position"]) if "position" in given else None
            at = parse_moment(given["at"]) if "at" in given else None
        except (ValueError, GraphQLError) as wrong:
            raise refusal(400, f"That is no moment: {wrong}", "MALFORMED") from None
        return Moment(position_in(self._product, {"position": position, "at": at}), at)


def spoken(request: Request) -> str:
    """The language asked for, or else what a browser likes: English unless it is Chinese. Raises NotAnswered: 400."""
    wanted = request.query_params.get("language", "").lower().partition("-")[0]
    if wanted and wanted not in LANGUAGES:
        raise refusal(400, f"Dossiers are written in these languages: {', '.join(LANGUAGES)}.", "MALFORMED")
    liked = Language.ZH if request.headers.get("accept-language", "").lower().startswith("zh") else Language.EN
    return wanted or liked.value
