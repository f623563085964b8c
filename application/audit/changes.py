"""What differs between two states of a record, field by field, down to single values."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from inspect import getmembers_static
from itertools import zip_longest
from typing import Any, NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from domain.shared.room import shown

Path: TypeAlias = tuple[str, ...]
"""Names of fields as the log has them, keys of maps (a part's id among them), keys or numbers of entries of lists."""

KEPT = 1_000
"""States whose derived values are held in memory."""
AS_THEY_ARE = {str, int, bool}
NOTHING: tuple[Any, ...] = (None, "", [], {})


class Change(NamedTuple):
    """A value that differs, as JSON has it: None where there was nothing, or is nothing any more.

    `derived` marks what follows from the rest, as a completion in percent does from tasks.
    """

    path: Path
    before: Any
    after: Any
    derived: bool = False


class Figures:
    """What follows from the fields of states: whoever walks from state to state has it reckoned once for each."""

    def __init__(self) -> None:
        self._reckoned: dict[int, tuple[Struct, Mapping[str, Any]]] = {}

    def of(self, state: Struct | None) -> Mapping[str, Any]:
        """The derived values of a state, by name."""
        if state is None or not (names := derived(type(state))):
            return {}
        known = self._reckoned.get(id(state))
        if known is None:
            if len(self._reckoned) > KEPT:
                self._reckoned.clear()
            known = self._reckoned[id(state)] = state, {name: getattr(state, name) for name in names}
        return known[1]


def changes(before: Any, after: Any, figures: Figures, path: Path = ()) -> Iterator[Change]:
    """The changes from one state of a record to another; None is before it was there.

    A structure that comes or goes is told by its fields. So is an entry of a list that people call by a key; any other
    is told as a whole.
    """
    if before is after:
        return
    kind = type(before if after is None else after)
    alike = all(each is None or type(each) is kind for each in (before, after))
    if alike and issubclass(kind, Struct):
        for name in kind.__struct_fields__:
            old, new = getattr(before, name, None), getattr(after, name, None)
            if old is not new:
                yield from changes(old, new, figures, (*path, name))
        reckoned, anew = figures.of(before), figures.of(after)
        for name in derived(kind):
            yield from change((*path, name), reckoned.get(name), anew.get(name), derived=True)
    elif issubclass(kind, Mapping):
        known, now = before or {}, after or {}
        for key in dict.fromkeys((*known, *now)):
            if known.get(key) is not now.get(key):
                yield from changes(known.get(key), now.get(key), figures, (*path, str(key)))
    elif (known := keyed(before)) is not None and (now := keyed(after)) is not None and (known or now):
        for key in dict.fromkeys((*known, *now)):
            yield from changes(known.get(key), now.get(key), figures, (*path, key))
        if list(now) != [*(key for key in known if key in now), *(key for key in now if key not in known)]:
            yield from change(path, list(known), list(now))
    elif structures(before) or structures(after):
        for place, (old, new) in enumerate(zip_longest(before or (), after or ())):
            yield from change((*path, str(place)), old, new)
    else:
        yield from change(path, before, after)


def change(path: Path, before: Any, after: Any, derived: bool = False) -> Iterator[Change]:
    """The change of one value, if there is one. Nothing where nothing was is none."""
    if before == after:
        return
    old, new = plain(before), plain(after)
    if old != new and not (old in NOTHING and new in NOTHING):
        yield Change(path, old, new, derived)


def structures(value: Any) -> bool:
    """Whether it is a list of structures."""
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Struct)


def keyed(entries: Any) -> Mapping[str, Any] | None:
    """The entries of a list by the keys that people gave them; None where one has none, or has that of another."""
    if entries is None:
        return {}
    if not isinstance(entries, tuple) or not all(isinstance(getattr(each, "key", None), str) for each in entries):
        return None
    by_key = {each.key: each for each in entries}
    return by_key if len(by_key) == len(entries) else None


def within(value: Any, name: str) -> Any:
    """What a name of a path leads to from a value; None where there is nothing."""
    match value:
        case Struct():
            return getattr(value, name, None)
        case Mapping():
            return next((each for key, each in value.items() if str(key) == name), None)
        case tuple():
            by_name = keyed(value) or {str(place): each for place, each in enumerate(value)}
            return by_name.get(name)
    return None


def reached(value: Any, path: Path) -> Any:
    """What stands at a path inside a value; None where nothing does."""
    for name in path:
        value = within(value, name)
    return value


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None or type(value) in AS_THEY_ARE:
        return value
    return msgspec.json.decode(msgspec.json.encode(value))


def snapshot(value: Any) -> Any:
    """A state as JSON has it: its fields, and what follows from them."""
    match value:
        case Struct():
            names = (*value.__struct_fields__, *derived(value.__class__))
            return {name: snapshot(getattr(value, name)) for name in names}
        case Mapping():
            return {str(key): snapshot(each) for key, each in value.items()}
        case _:
            return plain(value)


@cache
def derived(kind: type[Any]) -> tuple[str, ...]:
    """The names of what follows from the fields of a state."""
    return tuple(name for name, _ in getmembers_static(kind, lambda member: isinstance(member, shown)))


def touching(path: Path, wanted: Iterable[Path]) -> bool:
    """Whether the path is one of those wanted, or lies inside one; wanting none is wanting all."""
    wanted = tuple(wanted)
    return not wanted or any(path[: len(each)] == each for each in wanted)
