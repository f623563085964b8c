"""What people said with an event, and the content in a state that was asked about or signed."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from application.audit.changes import Path
from domain.shared.approval import Request, digest
from domain.shared.personal import ERASED

DEEP = 5
"""Levels of a state that are searched for content: those of a part in a map, and of a version in a list."""


def said(event: Any) -> str:
    """Why somebody did it, in their words: the comment or the reason of the event, or that of its signature."""
    signature = getattr(event, "signature", None)
    words = (getattr(event, "comment", ""), getattr(event, "reason", ""), signature.comment if signature else "")
    return next((each for each in words if each), "")


def content_with(state: Any, wanted: str) -> tuple[Path, Any] | None:
    """The content in a state whose digest that is, recomputed, and the path at which it stands; None if there is none.

    What stands nearer to the root is found first: the content itself before the versions of it that are kept.
    """
    level: list[tuple[Path, Any]] = [((), state)]
    for _ in range(DEEP):
        level = [inner for path, value in level for inner in inside(path, value)]
        for path, value in level:
            if isinstance(value, Struct | str) and digest(value) == wanted:  # type: ignore[arg-type]
                return path, value
    return None


def content_beside(value: Any, request: Request) -> Any:
    """The content that stands in an event beside the request about it; None where the event does not hold it.

    So it is found when a part of it was erased: then its digest is no longer that of what can be read.
    """
    if isinstance(value, Struct):
        fields = [each for _, each in inside((), value)]
        if request in fields:
            others = (each for each in fields if each is not request)
            return next((each for each in others if isinstance(each, Struct) or each == ERASED), None)
        return next((found for each in fields if (found := content_beside(each, request)) is not None), None)
    return None


def inside(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    match value:
        case Struct():
            for name in value.__struct_fields__:
                yield (*path, name), getattr(value, name)
        case Mapping():
            for key, each in value.items():
                yield (*path, str(key)), each
        case tuple():
            for place, each in enumerate(value):
                yield (*path, str(place)), each
