"""The questions at the root: each table by id and as a list, and a few of our own."""

from collections.abc import Iterator
from typing import Any

import orjson
import strawberry

from application.desk import Share, shares
from domain.shared.refusal import Labelled
from domain.shared.term import Role
from graphql_api import figures, resolve
from graphql_api.asking import Asking
from graphql_api.limits import PAGE
from graphql_api.names import opened, plural
from graphql_api.refusals import NOT_FOR_YOU, TOO_MANY
from graphql_api.scalars import Json, LogPosition
from graphql_api.shapes import Shape, argument, listed, optional, output, together
from graphql_api.types import Types
from graphql_api.vocabulary import short_name
from projections.filters import And, Compare, Filter, Op, Or
from projections.tables import Table

IDS = Labelled("ids", "ids", "标识")
READS_REFUSALS = (Role.AUD, Role.ADM)


def query(types: Types) -> type:
    """The type Query."""
    of_tables = (pair for table in types.words.tables.values() for pair in of_table(types, table))
    fields = together((*of_tables, *our_own(types), *figures.questions(types)))
    doc = (
        "Questions. A request whose extensions say minPosition is answered when what is shown has reached that place "
        "in the log: so a caller reads what it has written."
    )
    return output(type("Query", (), {}), doc, fields)


def of_table(types: Types, table: Table) -> Iterator[tuple[str, Shape]]:
    """One row and the list of all, of whatever kind the table holds."""
    name, record = short_name(table), types.words.records[table.name]
    doc = table.doc.split("\n")[0]
    if table.room and table.room.singleton and not table.part:
        yield name, Shape(optional(record), doc, only(table, table.room.singleton))
        return
    id_ = argument("id", strawberry.ID, "Its id, or its key.")
    yield name, Shape(optional(record), doc, one(types, table), [id_])
    rows = resolve.page_of(types.selection(table))
    yield plural(name), types.list_of(table, rows, f"All that the caller may see. {doc}")


def only(table: Table, key: str) -> resolve.Resolver:
    return lambda _source, info: resolve.row_of(info.context, table.name, key)


def one(types: Types, table: Table) -> resolve.Resolver:
    return lambda _source, info, id: resolve.row_of(info.context, table.name, types.words.key(id, table.name))


def our_own(types: Types) -> Iterator[tuple[str, Shape]]:
    words, work = types.words, types.words.tables["work_item"]
    ids = argument("ids", listed(strawberry.ID), "At most 100 ids.")
    yield (
        "node",
        Shape(optional(words.node), "Anything, by its id.", node(types), [argument("id", strawberry.ID, "Its id.")]),
    )
    yield (
        "nodes",
        Shape(listed(optional(words.node)), "Several things, by their ids, in that order.", nodes(types), [ids]),
    )
    yield "me", Shape(caller_type(types), "Who is calling.", me)
    yield "position", Shape(LogPosition, "How far what is shown has come in the log.", position)
    yield (
        "my_tasks",
        types.list_of(
            work,
            resolve.page_of(types.selection(work), on_my_desk),
            "What waits for the caller, overdue first (API-08).",
        ),
    )
    after = argument("after", LogPosition, "The number of the last refusal seen.", default=0)
    first = argument("first", int, "At most so many: 1 to 100.")
    yield "refusals", Shape(listed(refusal_type()), "What was refused (AUDIT-07).", refusals, [first, after])
    yield (
        "terms",
        Shape(listed(terms_type()), "The words of each enumeration, in English and in Chinese (API-11).", terms(types)),
    )


def node(types: Types) -> resolve.Resolver:
    def resolved(_source: Any, info: Any, id: str) -> Any:
        return found(types, info.context, id)

    return resolved


def nodes(types: Types) -> resolve.Resolver:
    async def resolved(_source: Any, info: Any, ids: list[str]) -> list[Any]:
        if len(ids) > PAGE:
            raise TOO_MANY(limit=PAGE, what=IDS)
        return [await each for each in [found(types, info.context, id) for id in ids]]

    return resolved


async def found(types: Types, asking: Asking, id: str) -> Any:
    kind, key = opened(id, types.words.kinds)
    return await resolve.typed_row(asking, types.words, types.words.kinds[kind], key) if kind else None


def caller_type(types: Types) -> type:
    person = next((name for name, t in types.words.tables.items() if t.part and t.part.name == "person"), None)
    fields = {
        "key": Shape(str, "The caller's key."),
        "roles": Shape(listed(types.words.term(Role)), "The roles that the caller holds by position."),
        "scopes": Shape(listed(str), "For a program: the kinds of record that it may see."),
    }
    if person:
        lead = resolve.relation("key", person, False)
        fields["person"] = Shape(
            optional(types.words.records[person]), "The caller, as the organisation knows them.", lead
        )
    return output(type("Me", (), {}), "The caller.", fields)


def me(_source: Any, info: Any) -> dict[str, Any]:
    caller = info.context.caller
    return {"key": caller.person, "roles": sorted(caller.roles), "scopes": sorted(caller.scopes)}


def position(_source: Any, info: Any) -> Any:
    asking: Asking = info.context
    return asking.threads.work(asking.product.views.position)


def on_my_desk(asking: Asking) -> Filter:
    """The condition that an entry of the work list is for the caller."""
    ledger = asking.product.ledger
    return Or(tuple(part_of_desk(each) for each in shares(ledger.world(), asking.caller.person, ledger.clock())))


def part_of_desk(share: Share) -> Filter:
    anywhere, here = Compare("unit", Op.IS_NULL, True), Compare("unit", Op.IN, share.units)
    for_role = And((Compare("role", Op.IN, tuple(share.roles)), Or((anywhere, here))))
    for_head = And((Compare("role", Op.IN, (Role.HEAD, Role.RD)), Compare("unit", Op.IN, share.headed)))
    mine = Or((Compare("person", Op.EQ, share.person), for_role, for_head))
    return And((mine, Compare("act", Op.IN, share.acts))) if share.acts else mine


def refusal_type() -> type:
    fields = {
        "number": Shape(LogPosition, "Its place among the refusals."),
        "at": Shape(str, "When, as ISO 8601."),
        "actor": Shape(str, "Who was refused."),
        "act": Shape(str, "What they wanted to do."),
        "record": Shape(optional(str), "To which record."),
        "code": Shape(str, "The rule that said no."),
        "facts": Shape(Json, "The facts it said it by."),
        "command_id": Shape(optional(str), "The command's id."),
    }
    return output(type("RefusedCommand", (), {}), "A command that was refused (AUDIT-07).", fields)


async def refusals(_source: Any, info: Any, first: int, after: int = 0) -> list[dict[str, Any]]:
    asking: Asking = info.context
    if not asking.caller.roles & set(READS_REFUSALS):
        raise NOT_FOR_YOU(needed=READS_REFUSALS)
    if not 1 <= first <= PAGE:
        raise TOO_MANY(limit=PAGE, what=Labelled("refusals", "refusals", "条记录"))
    lines = await asking.threads.work(asking.product.ledger.store.refusals, after, first)
    return [
        {**line._asdict(), "number": number, "record": line.stream, "facts": orjson.loads(line.facts)}
        for number, line in lines
    ]


def terms_type() -> type:
    term = output(
        type("TermValue", (), {}),
        "A word.",
        {
            "value": Shape(str, "As it is written in the API."),
            "label": Shape(str, "In English."),
            "label_zh": Shape(str, "In Chinese."),
        },
    )
    fields = {"name": Shape(str, "The enumeration."), "values": Shape(listed(term), "Its words.")}
    return output(type("Terms", (), {}), "The words of an enumeration.", fields)


def terms(types: Types) -> resolve.Resolver:
    return lambda _source, _info: [
        {"name": name, "values": [{"value": each.name, "label": each.en, "label_zh": each.zh} for each in term]}
        for name, term in sorted(types.words.terms.items())
    ]
