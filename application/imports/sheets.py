"""Sheets of a workbook: which columns they have, what each is called in English and Chinese, and what it holds."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import fields

from domain.shared.refusal import Labelled

ORNAMENT = re.compile(r"[\s_*＊:：()（）/-]+")


class Column(NamedTuple):
    """A column of a sheet. `field` is the field of the structure that a row becomes, `type` what that field holds."""

    field: str
    zh: str
    type: Any
    required: bool

    @property
    def en(self) -> str:
        """`needed_by` is headed Needed by."""
        return self.field.replace("_", " ").capitalize()

    @property
    def heading(self) -> str:
        """The header in both languages, as templates have it."""
        return f"{self.en} {self.zh}"

    @property
    def label(self) -> Labelled:
        """Its name as a fact of a refusal."""
        return Labelled(self.field, self.en, self.zh)

    def spellings(self) -> set[str]:
        """The headers by which it is known: English, Chinese, or both."""
        return {plain(each) for each in (self.en, self.zh, self.heading)}


class Sheet(NamedTuple):
    """A kind of row, and the structure that a row becomes.

    In a workbook it is a sheet of its own; in a plain file its rows begin with `name`.
    """

    name: str
    zh: str
    title: str
    """What the sheet is called in English."""
    struct: type[Struct]
    columns: tuple[Column, ...]

    @property
    def heading(self) -> str:
        """The sheet's name in both languages."""
        return f"{self.title} {self.zh}"

    @property
    def label(self) -> Labelled:
        """Its name as a fact of a refusal."""
        return Labelled(self.name, self.title, self.zh)

    def spellings(self) -> set[str]:
        """The names by which it is known."""
        return {plain(each) for each in (self.name, self.title, self.zh, self.heading)}


def columns(struct: type[Struct], headings: Mapping[str, str]) -> Iterator[Column]:
    """Columns for the fields named, in that order. What a field holds, and whether it must, is read off its type."""
    known = {field.name: field for field in fields(struct)}
    for name, zh in headings.items():
        yield Column(name, zh, known[name].type, known[name].required)


def plain(words: object) -> str:
    """Words as they are compared: without case, spaces and ornaments."""
    return ORNAMENT.sub("", str(words)).casefold()
