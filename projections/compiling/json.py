"""How a database builds JSON: the words of its SQL that differ from the other's."""

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

from projections.compiling.template import Template
from projections.dialect import Sql
from projections.tables import Column, Kind

TEXTS = {Kind.ID, Kind.TEXT, Kind.TERM, Kind.MOMENT, Kind.DECIMAL}
"""Kinds of columns that are shown as text by both databases."""


class Member(NamedTuple):
    """The name and the value of a member of an object, both SQL; the name may be a bound value.

    `text` is set where the value is known to be text, or absent.
    """

    name: Template
    value: Template
    text: bool = False


class Json(Protocol):
    """Expressions about JSON in one database. Names of columns come quoted and with the alias of their row."""

    mark: str
    """What stands for a bound value."""
    bound_text: str
    """The same, where it might not be clear that the value is text."""
    lateral: bool
    """Whether a join may look at the row before it."""
    ordered: bool
    """Whether joined rows come in the order of the rows that they are joined to."""
    numbers: str
    """The columns by which the rows of a page are numbered, `#` among them, as what lies around it needs them."""
    nested: str
    """Around an inner SELECT that gives JSON, so that it is taken for JSON: `{}` stands for the SELECT."""

    def name(self, name: str) -> Template:
        """The name of a member: ours is written, an asker's is bound."""

    def shown(self, column: Column, name: str) -> str:
        """The value of a column: text, number, JSON; moments in UTC with six decimals, decimals as text."""

    def inside(self, column: Column, name: str) -> str:
        """The JSON in a column, to look into."""

    def truth(self, condition: str) -> str:
        """A condition as true or false."""

    def constant(self, value: Any) -> str:
        """JSON of ours. It may not come from outside."""

    def object(self, members: Sequence[Member]) -> Template:
        """An object of so many members as there are."""

    def list(self, items: Sequence[str]) -> str:
        """A list of these."""

    def gathered(self, item: Template, only: Template | None = None, order: Template | None = None) -> Template:
        """The aggregate that makes a list of all rows' items: of those that meet `only`, in the order of the rows.

        Where rows are joined, `order` says what that is.
        """

    def member(self, inside: str, name: str) -> str:
        """A member of an object as JSON; absent where there is none."""

    def text(self, inside: str, name: str) -> str:
        """A member of an object as text; absent where there is none, or null."""

    def items(self, inside: str, alias: str) -> str:
        """What to select from for the items of a list (none where it is no list); in the list's order."""

    def entries(self, inside: str, alias: str) -> str:
        """What to select from for the entries of a map, each with its `key`."""

    def item(self, alias: str) -> str:
        """The item, or the entry's value, as JSON."""

    def item_text(self, alias: str) -> str:
        """The item, or the entry's value, as text."""

    def ids(self, inside: str, alias: str) -> str:
        """What to select from for the ids in a list: `#id` and `#place` of each."""

    def opaque(self, text: str) -> str:
        """Text as hexadecimal digits of its bytes in UTF-8."""

    def as_text(self, list: str) -> str:
        """A list as its text."""

    def among(self, many: str, one: str) -> str:
        """Whether the list in a column has a text among its values."""

    def last(self, value: Sql, size: Sql) -> Sql:
        """The aggregate of numbered rows that gives a value of the last of them, of so many at most."""

    def answer(self, value: str) -> str:
        """JSON as a statement gives it to be passed on: its text."""
