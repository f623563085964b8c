"""Finding the personal texts of an event by the marks in its class, and putting texts back into their places."""

from collections.abc import Callable, Set
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from domain.shared.personal import ERASED, SEALED, Personal

Take = Callable[[Any, str, "Taking"], Any]
"""Gives a value without its personal texts, which are noted; its arguments are the value and the path to it."""


class Taking:
    """What is taken out of one event: for each owner the paths of the texts, and the texts."""

    __slots__ = ("author", "event", "subject", "texts")

    def __init__(self, event: Any, author: str | None, subject: str | None) -> None:
        self.event = event
        self.author = author
        self.subject = subject
        self.texts: dict[str, tuple[list[str], list[str]]] = {}

    def owner(self, mark: Personal) -> str | None:
        """To whom a text with that mark belongs."""
        owner: str | None = getattr(self.event, mark.of) if mark.of else self.subject
        return owner or (self.author if mark.said else None)

    def take(self, mark: Personal, path: str, text: str) -> str:
        """What stands there from now on: the text itself if it belongs to nobody."""
        if not text or (owner := self.owner(mark)) is None:
            return text
        paths, texts = self.texts.setdefault(owner, ([], []))
        paths.append(path)
        texts.append(text)
        return SEALED


class Hiding(Taking):
    """What is not shown of an event from before there were keys: the texts of those who have been erased."""

    __slots__ = ("erased",)

    def __init__(self, event: Any, author: str | None, subject: str | None, erased: Set[str]) -> None:
        super().__init__(event, author, subject)
        self.erased = erased

    def take(self, mark: Personal, path: str, text: str) -> str:  # noqa: ARG002
        return ERASED if text and self.owner(mark) in self.erased else text


@cache
def taker(type_: Any) -> Take | None:
    """What takes personal texts out of values of the type; None when there is nothing to take."""
    if get_origin(type_) is Annotated:
        inner, *marks = get_args(type_)
        mark = next((each for each in marks if isinstance(each, Personal)), None)
        return text_taker(mark) if mark else taker(inner)
    if isinstance(type_, NewType):
        return None
    if isinstance(type_, type) and issubclass(type_, Struct):
        return struct_taker(type_)
    origin, arguments = get_origin(type_), get_args(type_)
    if origin in (Union, UnionType):
        return union_taker(arguments)
    if origin is tuple and (inner_taker := taker(arguments[0])):
        return tuple_taker(inner_taker)
    if any(map(taker, arguments)):
        raise TypeError(f"nothing personal can be marked inside {type_}")
    return None


def text_taker(mark: Personal) -> Take:
    def take(value: Any, path: str, taking: Taking) -> Any:
        return taking.take(mark, path, value)

    return take


def struct_taker(type_: type[Struct]) -> Take | None:
    hints = get_type_hints(type_, include_extras=True)
    inside = [(name, inner) for name, hint in hints.items() if (inner := taker(hint))]

    def take(value: Any, path: str, taking: Taking) -> Any:
        changed = {}
        for name, inner in inside:
            old = getattr(value, name)
            new = inner(old, f"{path}/{name}", taking)
            if new is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value

    return take if inside else None


def union_taker(alternatives: tuple[Any, ...]) -> Take | None:
    """Of a class that may be absent, or of several classes. A text that may be absent cannot be told from another."""
    by_type = {each: inner for each in alternatives if each is not NoneType and (inner := taker(each))}
    if not all(isinstance(each, type) for each in by_type):
        raise TypeError(f"nothing personal can be marked among {alternatives}")

    def take(value: Any, path: str, taking: Taking) -> Any:
        inner = by_type.get(type(value))
        return inner(value, path, taking) if inner else value

    return take if by_type else None


def tuple_taker(inner: Take) -> Take:
    def take(value: Any, path: str, taking: Taking) -> Any:
        taken = tuple(inner(each, f"{path}/{place}", taking) for place, each in enumerate(value))
        return taken if any(new is not old for new, old in zip(taken, value, strict=True)) else value

    return take


def put(envelope: Struct, path: str, text: str) -> None:
    """Put a text where the path leads. The envelope was decoded just now and nobody else has it yet."""
    *above, name = steps(path)
    at: Any = envelope
    for step in above:
        at = at[step] if isinstance(step, int) else getattr(at, step)
    force_setattr(at, str(name), text)


@cache
def steps(path: str) -> tuple[str | int, ...]:
    """A path taken apart: names of fields, and places in lists."""
    return tuple(int(step) if step.isdigit() else step for step in path.split("/")[1:])
