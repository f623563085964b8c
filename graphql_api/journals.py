"""What stands beside the log, numbered in an order of its own: refused commands, and what auditors have read.

Both are for auditors and administrators, and both are ready questions (AUDIT-07, AUDIT-09). As of an earlier moment
they end there. Whoever may not see a record is told neither what was refused about it nor that an auditor has read it
(APPR-29).
"""

from collections.abc import Iterator, Mapping, Set
from datetime import datetime, timedelta
from typing import Any

import orjson
import strawberry

from application.reading import Looked
from application.refused import Wanted, refused
from application.transaction import moment
from domain.shared.refusal import Labelled
from domain.shared.term import Role
from graphql_api.context import RequestContext, then
from graphql_api.limits import PAGE
from graphql_api.names import opened
from graphql_api.object_types import ObjectTypes
from graphql_api.refusals import NOT_FOR_YOU, TOO_MANY
from graphql_api.reports import READERS
from graphql_api.scalars import Json, LogPosition
from graphql_api.strawberry_types import Field, Resolve, argument, input_type, listed, object_type, optional
from projections.filters import Compare, Op
from projections.views import Reader
from projections.visibility import SEE_ALL, by_role

LINES = Labelled("lines", "lines", "条记录")


def lists(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    """`refusals` and `auditorReads`."""
    doc = "What was refused (AUDIT-07), for auditors and administrators. · 被拒绝的操作"
    yield "refusals", Field(listed(refusal_type()), doc, refusals(types), paging("RefusalFilter", of_refusals()))
    doc = "What auditors have read (AUDIT-09), for auditors and administrators. · 审计人员查阅记录"
    read = read_type(types)
    yield "auditor_reads", Field(listed(read), doc, auditor_reads(types), paging("AuditorReadFilter", of_reads()))


def paging(name: str, filters: dict[str, Field]) -> list[Any]:
    """How many lines, after which, and which of them."""
    moments = {
        "since": Field(optional(datetime), "From this moment on."),
        "until": Field(optional(datetime), "Before this moment."),
    }
    wanted = input_type(type(name, (), {}), "Which lines are wanted. Everything given must hold.", filters | moments)
    return [
        argument("first", int, "At most so many: 1 to 100."),
        argument("after", LogPosition, "The number of the last line seen.", default=0),
        argument("filter", optional(wanted), "Which lines are wanted.", default=None),
    ]


def of_refusals() -> dict[str, Field]:
    return {
        "actor_id": Field(optional(strawberry.ID), "Who was refused."),
        "act": Field(optional(str), "What they wanted to do, such as plan.approve."),
        "code": Field(optional(str), "The rule that said no."),
        "record_id": Field(optional(strawberry.ID), "To which record."),
    }


def of_reads() -> dict[str, Field]:
    return {
        "actor_id": Field(optional(strawberry.ID), "Who has read."),
        "record_id": Field(optional(strawberry.ID), "Which record was asked for by its id."),
        "field": Field(optional(str), "Which question was asked, such as plan or asOf.issues."),
    }


def refusal_type() -> type:
    fields = {
        "number": Field(LogPosition, "Its place among the refusals."),
        "at": Field(str, "When, as ISO 8601."),
        "actor": Field(str, "Who was refused."),
        "role": Field(optional(str), "The role in which they wanted to act, where they said one."),
        "act": Field(str, "What they wanted to do."),
        "record": Field(optional(str), "To which record."),
        "code": Field(str, "The rule that said no."),
        "facts": Field(Json, "The facts it said it by."),
        "command_id": Field(optional(str), "The command's id."),
    }
    return object_type(type("RefusedCommand", (), {}), "A command that was refused (AUDIT-07).", fields)


def read_type(types: ObjectTypes) -> type:
    fields = {
        "number": Field(LogPosition, "Its place among the reads."),
        "at": Field(str, "When, as ISO 8601."),
        "actor": Field(str, "Who has read."),
        "roles": Field(listed(types.registry.term(Role)), "The roles that the reader held by position."),
        "operation": Field(str, "What was asked, by the name that the asker gave it; empty when it had none."),
        "fields": Field(listed(str), "The questions at the root; those about an earlier moment begin with asOf."),
        "records": Field(listed(str), "The keys that were asked for by name."),
        "document": Field(str, "SHA-256 of the document."),
        "variables": Field(str, "SHA-256 of the values of its variables, as JSON with sorted keys."),
        "position": Field(LogPosition, "The place in the log that the answer is of."),
        "past": Field(bool, "Whether that place was asked for, in place of the newest."),
        "moment": Field(optional(str), "The moment that was asked for, as ISO 8601, where it was asked by time."),
    }
    return object_type(type("AuditorRead", (), {}), "Something that an auditor has read (AUDIT-09).", fields)


def refusals(types: ObjectTypes) -> Resolve:
    async def resolved(
        source: Any, info: Any, first: int, after: int = 0, filter: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        context: RequestContext = info.context
        require_reader(context, first)
        given = {**(filter or {}), "until": await ends(context, source, filter or {})}
        wanted = Wanted(
            actor=key(types, given.get("actorId")),
            act=given.get("act"),
            code=given.get("code"),
            record=key(types, given.get("recordId")),
            since=given.get("since"),
            until=given["until"],
            but=hidden(context),
        )
        lines = await context.threads.work(refused, context.product.ledger.store, after, first, wanted)
        return [
            {**line._asdict(), "number": number, "record": line.stream, "facts": orjson.loads(line.facts)}
            for number, line in lines
        ]

    return resolved


def auditor_reads(types: ObjectTypes) -> Resolve:
    async def resolved(
        source: Any, info: Any, first: int, after: int = 0, filter: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        context: RequestContext = info.context
        require_reader(context, first)
        given = filter or {}
        since, until = given.get("since"), await ends(context, source, given)
        looked = Looked(
            actor=key(types, given.get("actorId")),
            record=key(types, given.get("recordId")),
            field=given.get("field"),
            since=moment(since) if since else None,
            until=moment(until) if until else None,
        )
        lines = await context.threads.work(context.product.reads.lines, after, first, looked)
        asked = {each for _, line in lines for each in line.records}
        seen = await context.threads.work(visible, context, asked)
        if looked.record and looked.record not in seen:
            return []
        told = ((number, line, [each for each in line.records if each in seen]) for number, line in lines)
        return [{**line._asdict(), "records": records, "number": number} for number, line, records in told]

    return resolved


def hidden(context: RequestContext) -> frozenset[str]:
    """The rooms of which the caller sees nothing by role: what was refused there is not told either."""
    rooms = context.product.views.rooms
    return frozenset(room.name for room in rooms if not by_role(room, room, context.viewer))


def visible(context: RequestContext, keys: Set[str]) -> Set[str]:
    """Those of the keys that mean records, or parts of them, which the caller may see; for auditors all of them."""
    if context.viewer.roles & SEE_ALL and not context.viewer.scopes:
        return keys
    return {each for name in ("record", "part") for each in mentioned(context.reader(), name, tuple(sorted(keys)))}


def mentioned(reader: Reader, name: str, keys: tuple[str, ...]) -> Iterator[str]:
    """Those of the keys that visible events have in a column."""
    events = reader.source("event", Compare(name, Op.IN, keys), [name])
    found = reader.views.database.read(f"SELECT DISTINCT t.{name} FROM {events.text}", events.values)
    yield from (key for (key,) in found)


def require_reader(context: RequestContext, first: int) -> None:
    """Refuse NOT_FOR_YOU, TOO_MANY."""
    if not context.caller.roles.intersection(READERS):
        raise NOT_FOR_YOU(needed=READERS)
    if not 1 <= first <= PAGE:
        raise TOO_MANY(limit=PAGE, what=LINES)


async def ends(context: RequestContext, source: Any, given: Mapping[str, Any]) -> datetime | None:
    """The first moment that is not wanted any more."""
    until: datetime | None = given.get("until")
    if (of := then(source)) is None:
        return until
    end = await context.threads.work(context.moment, of) + timedelta.resolution
    return min(end, until) if until else end


def key(types: ObjectTypes, id: str | None) -> str | None:
    """The plain key in an id, be it opaque or plain."""
    return opened(id, types.registry.kinds)[1] if id else None
