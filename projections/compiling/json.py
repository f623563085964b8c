"""What a value is as JSON, and how a database says it: the words of its SQL that differ from the other's."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple, Protocol, TypeAlias

from projections.compiling.selection import Alias
from projections.compiling.template import Template
from projections.dialect import Sql
from projections.tables import Column, Kind

Text: TypeAlias = tuple[str | Template, ...]
"""JSON as text, piece by piece: what always stands there, or an expression that gives text; nothing where absent."""


class Form(Enum):
    """What a value of SQL becomes as JSON."""

    TEXT = "text"
    PLAIN = "plain"
    """Text in which no character needs an escape."""
    NUMBER = "number"
    TRUTH = "truth"
    JSON = "json"
    """JSON already, as text."""


FORMS = {
    Kind.ID: Form.TEXT,
    Kind.TEXT: Form.TEXT,
    Kind.TERM: Form.PLAIN,
    Kind.DATE: Form.PLAIN,
    Kind.MOMENT: Form.PLAIN,
    Kind.DECIMAL: Form.PLAIN,
    Kind.INTEGER: Form.NUMBER,
    Kind.BOOLEAN: Form.TRUTH,
    Kind.JSON: Form.JSON,
}


class Shown(NamedTuple):
    """A value of SQL to be shown as JSON; null where it is absent, which it never is unless it `may_lack`."""

    value: Template
    form: Form
    may_lack: bool = True


class Member(NamedTuple):
    """A member of an object: its name, which an asker may have chosen (`Alias`), and what it shows."""

    name: str
    shown: Shown | Text


def name_of(member: str, bound_text: str) -> Template:
    """The name of a member as a value of SQL: ours is written, an asker's is bound."""
    return Template(Sql(bound_text, (str(member),)) if isinstance(member, Alias) else f"'{member}'")


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

    def shown(self, column: Column, name: str) -> str:
        """The value of a column in the form of its kind: moments in UTC with six decimals, decimals as text."""

    def quoted(self, text: Template) -> Template:
        """The JSON of a text; of an absent one null."""

    def object(self, members: Sequence[Member]) -> Template | None:
        """The text of an object by the database's own function; None where it is not made sooner so than as text."""

    def whole(self, answer: Template) -> Template:
        """An answer as it leaves the database, in the form in which it is sent on without being looked at."""

    def inside(self, column: Column, name: str) -> str:
        """The JSON in a column, to look into."""

    def member(self, inside: str, name: str) -> str:
        """A member of an object as JSON to look into; absent where there is none."""

    def as_text(self, inside: str) -> str:
        """The text of such JSON."""

    def once(self, text: str) -> str:
        """Text from inside of JSON, looked up once where many rows are compared with it."""

    def text(self, inside: str, name: str) -> str:
        """A member of an object as text; absent where there is none, or null."""

    def items(self, inside: str, alias: str) -> str:
        """What to select from for the items of a list (none where it is no list); in the list's order."""

    def entries(self, inside: str, alias: str) -> str:
        """What to select from for the entries of a map, each with its `key`."""

    def item(self, alias: str) -> str:
        """The text of the item, or of the entry's value, as JSON."""

    def item_text(self, alias: str) -> str:
        """The item, or the entry's value, as text."""

    def ids(self, inside: str, alias: str) -> str:
        """What to select from for the ids in a list: `#id` and `#place` of each."""

    def opaque(self, text: str) -> str:
        """Text as hexadecimal digits of its bytes in UTF-8."""

    def among(self, many: str, one: str) -> str:
        """Whether the list in a column has a text among its values."""

    def last(self, value: Sql, size: Sql) -> Sql:
        """The aggregate of numbered rows that gives a value of the last of them, of so many at most."""
