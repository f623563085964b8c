"""The questions at the root: each table by id and as a list, and a few of our own."""

from collections.abc import Iterator
from typing import Any

import orjson
import strawberry

from application.worklist import Share, shares
from domain.shared.refusal import Labelled
from domain.shared.term import Role
from graphql_api import figures, resolvers
from graphql_api.context import RequestContext
from graphql_api.limits import PAGE
from graphql_api.names import opened, plural
from graphql_api.object_types import ObjectTypes
from graphql_api.refusals import NOT_FOR_YOU, TOO_MANY
from graphql_api.registry import short_name
from graphql_api.scalars import Json, LogPosition
from graphql_api.strawberry_types import Field, argument, by_name, listed, object_type, optional
from projections.filters import And, Compare, Filter, Op, Or, Order
from projections.tables import Table

IDS = Labelled("ids", "ids", "标识")
READS_REFUSALS = (Role.AUD, Role.ADM)


def query(types: ObjectTypes) -> type:
    """The type Query."""
    of_tables = (pair for table in types.registry.tables.values() for pair in of_table(types, table))
    fields = by_name((*of_tables, *our_own(types), *figures.questions(types)))
    doc = (
        "Questions. A request whose extensions say minPosition is answered when what is shown has reached that place "
        "in the log: so a caller reads what it has written."
    )
    return object_type(type("Query", (), {}), doc, fields)


def of_table(types: ObjectTypes, table: Table) -> Iterator[tuple[str, Field]]:
    """One row and the list of all, of whatever kind the table holds."""
    name, record = short_name(table), types.registry.records[table.name]
    doc = table.doc.split("\n")[0]
    if table.room and table.room.singleton and not table.part:
        yield name, Field(optional(record), doc, only(table, table.room.singleton))
        return
    id_ = argument("id", strawberry.ID, "Its id, or its key.")
    yield name, Field(optional(record), doc, one(types, table), [id_])
    rows = resolvers.page_of(types.listing(table))
    yield plural(name), types.list_of(table, rows, f"All that the caller may see. {doc}")


def only(table: Table, key: str) -> resolvers.Resolver:
    return lambda _source, info: resolvers.row_of(info.context, table.name, key)


def one(types: ObjectTypes, table: Table) -> resolvers.Resolver:
    return lambda _source, info, id: resolvers.row_of(info.context, table.name, types.registry.key(id, table.name))


def our_own(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    registry, work = types.registry, types.registry.tables["work_item"]
    ids = argument("ids", listed(strawberry.ID), "At most 100 ids.")
    yield (
        "node",
        Field(optional(registry.node), "Anything, by its id.", node(types), [argument("id", strawberry.ID, "Its id.")]),
    )
    yield (
        "nodes",
        Field(listed(optional(registry.node)), "Several things, by their ids, in that order.", nodes(types), [ids]),
    )
    yield "me", Field(caller_type(types), "Who is calling.", me)
    yield "position", Field(LogPosition, "How far what is shown has come in the log.", position)
    yield (
        "my_tasks",
        types.list_of(
            work,
            resolvers.page_of(types.listing(work), for_caller),
            "What waits for the caller, overdue first (API-08).",
        ),
    )
    events = registry.tables["event"]
    newest = resolvers.Listing(events, types.filters.condition, (Order("position", descending=True),))
    yield (
        "my_notices",
        types.list_of(
            events,
            resolvers.page_of(newest, telling_caller),
            "What the caller was told: plans issued to them, reminders, what became of their reports. Newest first.",
        ),
    )
    after = argument("after", LogPosition, "The number of the last refusal seen.", default=0)
    first = argument("first", int, "At most so many: 1 to 100.")
    yield "refusals", Field(listed(refusal_type()), "What was refused (AUDIT-07).", refusals, [first, after])
    yield (
        "terms",
        Field(listed(terms_type()), "The words of each enumeration, in English and in Chinese (API-11).", terms(types)),
    )


def node(types: ObjectTypes) -> resolvers.Resolver:
    def resolved(_source: Any, info: Any, id: str) -> Any:
        return found(types, info.context, id)

    return resolved


def nodes(types: ObjectTypes) -> resolvers.Resolver:
    async def resolved(_source: Any, info: Any, ids: list[str]) -> list[Any]:
        if len(ids) > PAGE:
            raise TOO_MANY(limit=PAGE, what=IDS)
        return [await each for each in [found(types, info.context, id) for id in ids]]

    return resolved


async def found(types: ObjectTypes, context: RequestContext, id: str) -> Any:
    kind, key = opened(id, types.registry.kinds)
    return await resolvers.typed_row(context, types.registry, types.registry.kinds[kind], key) if kind else None


def caller_type(types: ObjectTypes) -> type:
    person = next((name for name, t in types.registry.tables.items() if t.part and t.part.name == "person"), None)
    fields = {
        "key": Field(str, "The caller's key."),
        "roles": Field(listed(types.registry.term(Role)), "The roles that the caller holds by position."),
        "scopes": Field(listed(str), "For a program: the kinds of record that it may see."),
    }
    if person:
        lead = resolvers.relation("key", person, False)
        fields["person"] = Field(
            optional(types.registry.records[person]), "The caller, as the organisation knows them.", lead
        )
    return object_type(type("Me", (), {}), "The caller.", fields)


def me(_source: Any, info: Any) -> dict[str, Any]:
    caller = info.context.caller
    return {"key": caller.person, "roles": sorted(caller.roles), "scopes": sorted(caller.scopes)}


def position(_source: Any, info: Any) -> Any:
    context: RequestContext = info.context
    return context.threads.work(context.product.views.position)


def telling_caller(context: RequestContext) -> Filter:
    """The condition that an event tells the caller something."""
    return Compare("told", Op.CONTAINS, context.caller.person)


def for_caller(context: RequestContext) -> Filter:
    """The condition that an entry of the work list is for the caller."""
    ledger = context.product.ledger
    return Or(tuple(for_share(each) for each in shares(ledger.world(), context.caller.person, ledger.clock())))


def for_share(share: Share) -> Filter:
    anywhere, here = Compare("unit", Op.IS_NULL, True), Compare("unit", Op.IN, share.units)
    for_role = And((Compare("role", Op.IN, tuple(share.roles)), Or((anywhere, here))))
    for_head = And((Compare("role", Op.IN, (Role.HEAD, Role.RD)), Compare("unit", Op.IN, share.headed)))
    mine = Or((Compare("person", Op.EQ, share.person), for_role, for_head))
    return And((mine, Compare("act", Op.IN, share.acts))) if share.acts else mine


def refusal_type() -> type:
    fields = {
        "number": Field(LogPosition, "Its place among the refusals."),
        "at": Field(str, "When, as ISO 8601."),
        "actor": Field(str, "Who was refused."),
        "act": Field(str, "What they wanted to do."),
        "record": Field(optional(str), "To which record."),
        "code": Field(str, "The rule that said no."),
        "facts": Field(Json, "The facts it said it by."),
        "command_id": Field(optional(str), "The command's id."),
    }
    return object_type(type("RefusedCommand", (), {}), "A command that was refused (AUDIT-07).", fields)


async def refusals(_source: Any, info: Any, first: int, after: int = 0) -> list[dict[str, Any]]:
    context: RequestContext = info.context
    if not context.caller.roles & set(READS_REFUSALS):
        raise NOT_FOR_YOU(needed=READS_REFUSALS)
    if not 1 <= first <= PAGE:
        raise TOO_MANY(limit=PAGE, what=Labelled("refusals", "refusals", "条记录"))
    lines = await context.threads.work(context.product.ledger.store.refusals, after, first)
    return [
        {**line._asdict(), "number": number, "record": line.stream, "facts": orjson.loads(line.facts)}
        for number, line in lines
    ]


def terms_type() -> type:
    term = object_type(
        type("TermValue", (), {}),
        "A word.",
        {
            "value": Field(str, "As it is written in the API."),
            "label": Field(str, "In English."),
            "label_zh": Field(str, "In Chinese."),
        },
    )
    fields = {"name": Field(str, "The enumeration."), "values": Field(listed(term), "Its words.")}
    return object_type(type("Terms", (), {}), "The words of an enumeration.", fields)


def terms(types: ObjectTypes) -> resolvers.Resolver:
    return lambda _source, _info: [
        {"name": name, "values": [{"value": each.name, "label": each.en, "label_zh": each.zh} for each in term]}
        for name, term in sorted(types.registry.terms.items())
    ]
