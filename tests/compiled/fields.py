"""What each field answers. One function asks the source what it is: the query, a row, a value inside one, a page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import msgspec
from graphql import GraphQLList, GraphQLResolveInfo, get_named_type, get_nullable_type

from domain.shared.term import Term
from graphql_api.names import opaque
from tests.compiled.conditions import Condition
from tests.compiled.history import Row
from tests.compiled.kinds import camel, fields_of, names_in, pascal
from tests.compiled.pages import Order, Page, page
from tests.compiled.reading import Reading
from tests.compiled.wishes import moment_meant, of_list, wanted

Info: TypeAlias = GraphQLResolveInfo[Any]


NEWEST = (Order("position", descending=True),)


class Seen(NamedTuple):
    """A row, and by whom and when it is read."""

    row: Row
    reading: Reading


class Inside(NamedTuple):
    """A structure inside a row."""

    value: Any
    reading: Reading


class Entry(NamedTuple):
    """What a map has for a key."""

    key: Any
    value: Any


class Listed(NamedTuple):
    """A page of a list."""

    page: Page
    reading: Reading


def resolve(source: Any, info: Info, **given: Any) -> Any:
    """The value of any field."""
    match source:
        case Reading():
            return of_query(source, info, given)
        case Seen():
            return of_row(source, info, given)
        case Inside(value=value, reading=reading):
            name = inner_fields(value.__class__)[info.field_name]
            return shown(reading, info, name, getattr(value, name), inside=True)
        case Listed():
            return of_page(source, info)
    return source[info.field_name]


@lru_cache(1000)
def inner_fields(structure: Any) -> Mapping[str, str]:
    """The value behind each field of a structure inside a row."""
    return fields_of(Entry._fields if structure is Entry else names_in(structure))


def type_of(source: Seen, *_: Any) -> str:
    """The type of a row where it may be of several."""
    return source.row.kind


def of_query(reading: Reading, info: Info, given: Mapping[str, Any]) -> Any:
    kinds, name = reading.kinds, get_named_type(info.return_type).name
    match info.field_name:
        case "node":
            return seen(reading, reading.node(given["id"]))
        case "nodes":
            return [seen(reading, reading.node(each)) for each in given["ids"]]
        case "asOf":
            return reading.at(*moment_meant(reading, given.get("position"), given.get("at")))
        case "position":
            return reading.position
        case "me":
            viewer = reading.viewer
            person = seen(reading, reading.find("Person", viewer.person))
            roles = [role.name for role in sorted(viewer.roles)]
            return {"key": viewer.person, "roles": roles, "scopes": sorted(viewer.scopes), "person": person}
        case "myNotices":
            newest = NEWEST
            told = lambda row: reading.viewer.person in row.value("told")  # noqa: E731
            return listed(reading, info, "Event", told, given, newest)
        case _ if name in kinds.by_name:
            return seen(reading, reading.named(kinds.by_name[name], given.get("id")))
    return listed(reading, info, of_list(name), lambda row: True, given)  # noqa: ARG005


def of_row(source: Seen, info: Info, given: Mapping[str, Any]) -> Any:
    row, reading = source
    kind, name = reading.kinds.by_name[row.kind], info.field_name
    owner = kind.part or kind.room
    if name == "id":
        return opaque(row.kind, row.id)
    if name == "key":
        return row.id
    if name == "recordId" and not owner:
        return opaque(reading.kinds.of_room[row.room], row.value("record"))
    if name == "record" and not owner:
        return seen(reading, reading.record(row))
    if name == "allowedCommands":
        return reading.present.allowed(reading.viewer.person, row)
    for daily in owner.daily if owner else ():
        if name == camel(daily.__name__):
            return shown(reading, info, "", daily(row.shows, reading.present.today))
    if (type_ := get_named_type(info.return_type).name).endswith("Connection"):
        return listed(reading, info, of_list(type_), about(row, reading, name, of_list(type_)), given)
    value = kind.by_field[name]
    return shown(reading, info, value, row.value(value))


def about(row: Row, reading: Reading, field: str, other: str) -> Condition:
    """Which rows of the other kind are listed by a field of a row."""
    kind, listed = reading.kinds.by_name[row.kind], reading.kinds.by_name[other]
    assert kind.room
    if field in ("history", "approvals") and kind.part is None:
        return lambda each: each.room == row.room and each.value("record") == row.id
    if field == "history":
        record = row.own[row.room]
        return lambda each: each.value("record") == record and row.id in each.value("parts")
    if field == "approvals":
        return lambda each: each.room == row.room and each.value("part") == row.id
    if listed.part and field == camel(listed.part.inside) and listed.room == kind.room:
        return lambda each: each.own[row.room] == row.id
    name = max((name for name in listed.values if field.endswith(f"By{pascal(name)}")), key=len)
    return lambda each: names(each.value(name), row.id)


def names(value: Any, id: str) -> bool:
    """Whether the value is that id, or one of several that are."""
    return id in value if isinstance(value, tuple) else bool(value == id)


def listed(
    reading: Reading,
    info: Info,
    kind: str,
    narrow: Condition,
    given: Mapping[str, Any],
    by_itself: tuple[Order, ...] = (),
) -> Listed:
    """The page of rows of a kind that is asked for by the arguments of a list."""
    asked = wanted(reading, kind, info.parent_type.fields[info.field_name], given, by_itself)
    rows = [row for row in reading.seen(kind) if narrow(row) and asked.condition(row)]
    return Listed(page(rows, asked.orders, given.get("first"), given.get("last"), asked.limits), reading)


def of_page(source: Listed, info: Info) -> Any:
    found, reading = source
    cursors = [reading.cursor(found.place(row)) for row in found.rows]
    match info.field_name:
        case "nodes":
            return [Seen(row, reading) for row in found.rows]
        case "edges":
            return [{"node": Seen(row, reading), "cursor": each} for row, each in zip(found.rows, cursors, strict=True)]
        case "pageInfo":
            return {
                "hasNextPage": found.has_next,
                "hasPreviousPage": found.has_previous,
                "startCursor": cursors[0] if cursors else None,
                "endCursor": cursors[-1] if cursors else None,
            }
    return found.total


def shown(reading: Reading, info: Info, name: str, value: Any, inside: bool = False) -> Any:
    """A value as its field shows it."""
    kinds, type_ = reading.kinds, get_named_type(info.return_type).name
    if value is None:  # there are no rows where no ids are; the list of rows is there nevertheless
        return [] if type_ in kinds.by_name and isinstance(get_nullable_type(info.return_type), GraphQLList) else None
    if type_ in kinds.by_name:
        if isinstance(value, str):
            return seen(reading, reading.find(type_, value))
        return [Seen(row, reading) for each in value if (row := reading.find(type_, each))]
    if type_ == "ID" and (to := kinds.led_to(info.parent_type.name, info.field_name, name)):
        return opaque(to, value) if isinstance(value, str) else [opaque(to, each) for each in value]
    if isinstance(value, Term):
        return value.name
    if type_ == "JSON":
        return msgspec.to_builtins(value)
    return structured(reading, value) if type_[:1].isupper() and is_structure(value) else plain(value, inside)


def is_structure(value: Any) -> bool:
    return isinstance(value, msgspec.Struct | Mapping) or (isinstance(value, tuple) and any(map(is_structure, value)))


def structured(reading: Reading, value: Any) -> Any:
    """A structure, a list of such, or a map as the list of its entries, which are sorted by key."""
    if isinstance(value, Mapping):
        return [Inside(Entry(*pair), reading) for pair in sorted(value.items())]
    if isinstance(value, tuple):
        return [structured(reading, each) for each in value]
    return Inside(value, reading)


def plain(value: Any, inside: bool) -> Any:
    """A single value as text, a number or a truth value; a list of such. Inside structures it is as in the log."""
    if isinstance(value, datetime) and not inside:
        return value.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"
    if isinstance(value, date | Decimal) and not isinstance(value, datetime):
        return str(value)
    return msgspec.to_builtins(value)


def seen(reading: Reading, row: Row | None) -> Seen | None:
    return Seen(row, reading) if row else None
