"""The questions at the root: each table by id and as a list, and a few of our own."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import strawberry

from application.worklist import Share, shares
from domain.shared.ids import PersonId
from domain.shared.term import Role
from graphql_api import figures, journals, kpis, obligations, questions, reads, reports
from graphql_api.audit import auditing
from graphql_api.consumers import fields as consumers
from graphql_api.context import Moment, RequestContext, past
from graphql_api.names import plural
from graphql_api.object_types import ObjectTypes
from graphql_api.registry import short_name
from graphql_api.scalars import LogPosition
from graphql_api.strawberry_types import Field, Resolve, argument, by_name, listed, object_type, optional
from graphql_api.threads import may_block
from projections.compiling.template import Given
from projections.filters import And, Compare, Filter, Not, Op, Or, Order
from projections.tables import Table

AT = "As of this moment: all that was recorded by then, and the clock as it stood then."


def query(types: ObjectTypes) -> type:
    """The type Query."""
    of_tables = (pair for table in types.registry.tables.values() for pair in of_table(types, table))
    shell = type("Query", (), {})
    ours = (
        *our_own(types), *figures.questions(types), *auditing.questions(types), *reports.lists(types, answered),
        *consumers.questions(types), *obligations.lists(types, answered),
    )
    fields = by_name((*of_tables, *ours, *kpis.questions(types), as_of(shell)))
    doc = (
        "Questions. A request whose extensions say minPosition is answered when what is shown has reached that place "
        "in the log: so a caller reads what it has written."
    )
    return object_type(shell, doc, fields)


def as_of(query: type) -> tuple[str, Field]:
    """The same questions, as of an earlier moment (AUDIT-05)."""
    at = argument("position", optional(LogPosition), "As of this place in the log. Or give at.", default=None)
    moment = argument("at", optional(datetime), AT, default=None)
    doc = (
        "Everything as it stood: records, relations, filters, orders, counts. By the roles, scopes and delegations "
        "that the caller has today; where a row names who may see it, by the row as it stood."
    )
    return "as_of", Field(query, doc, travelled, [at, moment], travels=True)


async def travelled(_source: Any, info: Any, position: int | None = None, at: datetime | None = None) -> Moment:
    context: RequestContext = info.context
    return context.travel(info.path, await context.threads.work(context.meant, {"position": position, "at": at}))


def of_table(types: ObjectTypes, table: Table) -> Iterator[tuple[str, Field]]:
    """One row and the list of all, of whatever kind the table holds."""
    name, record = short_name(table), types.registry.records[table.name]
    doc = table.doc.split("\n")[0]
    if table.room and table.room.singleton and not table.part:
        key = table.room.singleton
        yield name, Field(optional(record), doc, answered, asks=questions.one(table, lambda _: key))
        return
    id_ = argument("id", strawberry.ID, "Its id, or its key.")
    asks = questions.one(table, lambda given: types.registry.key(given["id"], table.name))
    yield name, Field(optional(record), doc, answered, [id_], asks=asks)
    all_ = questions.page(types.listing(table))
    yield plural(name), types.list_of(table, f"All that the caller may see. {doc}", resolve=answered, asks=all_)


def answered(source: Any, info: Any, **_: Any) -> Any:
    """What the views answer to the question that the field asks."""
    return info.context.answered(source, info)


def our_own(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    registry, work = types.registry, types.registry.tables["work_item"]
    id_ = argument("id", strawberry.ID, "Its id.")
    ids = argument("ids", listed(strawberry.ID), "At most 100 ids.")
    anything, several = optional(registry.node), listed(optional(registry.node))
    yield "node", Field(anything, "Anything, by its id.", answered, [id_], asks=questions.node(registry))
    doc = "Several things, by their ids, in that order."
    yield "nodes", Field(several, doc, answered, [ids], asks=questions.nodes(registry))
    yield "me", Field(caller_type(types), "Who is calling.", me)
    doc = "Which place in the log the answers are of."
    yield "position", Field(LogPosition, doc, position, asks=questions.position)
    mine = questions.page(types.listing(work), for_caller)
    doc = "What waits for the caller, overdue first (API-08)."
    yield "my_tasks", types.list_of(work, doc, resolve=answered, asks=mine)
    events = registry.tables["event"]
    newest = reads.Listing(events, types.filters.condition, (Order("position", descending=True),))
    doc = "What the caller was told: plans issued to them, reminders, what became of their reports. Newest first."
    told = questions.page(newest, telling_caller)
    yield "my_notices", types.list_of(events, doc, resolve=answered, asks=told)
    yield from journals.lists(types)
    yield (
        "terms",
        Field(listed(terms_type()), "The words of each enumeration, in English and in Chinese (API-11).", terms(types)),
    )


def caller_type(types: ObjectTypes) -> type:
    person = next((name for name, t in types.registry.tables.items() if t.part and t.part.name == "person"), None)
    fields = {
        "key": Field(str, "The caller's key."),
        "roles": Field(listed(types.registry.term(Role)), "The roles that the caller holds by position."),
        "scopes": Field(listed(str), "For a program: the kinds of record that it may see."),
    }
    if person:
        doc = "The caller, as the organisation knows them."
        fields["person"] = Field(optional(types.registry.records[person]), doc, whoever(person))
    return object_type(type("Me", (), {}), "The caller.", fields)


def whoever(table: str) -> Resolve:
    return lambda me, info: info.context.row(info, table, me["key"], me["at"])


def me(source: Any, info: Any) -> dict[str, Any]:
    caller = info.context.caller
    return {"key": caller.person, "roles": sorted(caller.roles), "scopes": sorted(caller.scopes), "at": past(source)}


def position(source: Any, info: Any) -> Any:
    context: RequestContext = info.context
    at = past(source)
    return context.threads.work(context.product.views.position) if at is None else at


def telling_caller(given: Given) -> Filter:
    """The condition that an event tells the caller something."""
    return Compare("told", Op.CONTAINS, given.viewer.person)


def for_caller(given: Given) -> Filter:
    """The condition that an entry of the work list is for the caller: by what waits for whom today."""
    may_block()
    context: RequestContext = given.root
    ledger = context.product.ledger
    return Or(tuple(for_share(each) for each in shares(ledger.world(), context.caller.person, ledger.clock())))


def for_share(share: Share) -> Filter:
    """What is in the share, but for what is barred to its person; and what is barred to those right below."""
    passed_up = tuple(And((barred_to(each.person), in_share(each))) for each in share.below)
    return And((Not(barred_to(share.person)), Or((in_share(share), *passed_up))))


def barred_to(person: PersonId) -> Filter:
    return Compare("barred", Op.CONTAINS, person)


def in_share(share: Share) -> Filter:
    anywhere, here = Compare("unit", Op.IS_NULL, True), Compare("unit", Op.IN, share.units)
    for_role = And((Compare("role", Op.IN, tuple(share.roles)), Or((anywhere, here))))
    for_head = And((Compare("role", Op.IN, (Role.HEAD, Role.RD)), Compare("unit", Op.IN, share.headed)))
    mine = Or((Compare("person", Op.EQ, share.person), for_role, for_head))
    return And((mine, Compare("act", Op.IN, share.acts))) if share.acts else mine


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


def terms(types: ObjectTypes) -> Resolve:
    return lambda _source, _info: [
        {"name": name, "values": [{"value": each.name, "label": each.en, "label_zh": each.zh} for each in term]}
        for name, term in sorted(types.registry.terms.items())
    ]
