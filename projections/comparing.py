"""Whether the views say what the log says: how they are declared, how far they have come, and every row as it is kept.

Values are compared as they are kept, not as they read: another spelling of the same number or list is a difference, and
so are the columns that nobody sees but which order rows, or find those of an earlier moment.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from projections.database import Database, Line, TooSlow, Unavailable
from projections.dialect import quoted
from projections.layout import FORK, UNTIL, indexes, stored
from projections.tables import Table

SPELLING = re.compile(r'["()]| USING btree')
"""What a database may leave out of the statement that made an index, or add to it."""
OWN = 2
"""What every line begins with: the id, and the position since which the row holds."""


def declared_otherwise(database: Database, beside: Database, tables: Mapping[str, Table]) -> Iterator[str]:
    """What is declared in the one and not in the other place, which has no indexes yet."""
    found, expected = database.declared(), beside.declared()
    expected = {name: told for name, told in expected.items() if not name.startswith("index ")}
    expected |= {f"index {name_of(each)}": spelt(each) for each in indexes(tables, database.dialect)}
    found = {name: spelt(told) if name.startswith("index ") else told for name, told in found.items()}
    for name in sorted(expected.keys() | found.keys(), key=lambda name: (name.startswith("index "), name)):
        if name not in found:
            yield f"{name} is missing"
        elif name not in expected:
            yield f"{name} is none of this program"
        elif found[name] != expected[name]:
            yield f"{name} is declared otherwise"


def name_of(statement: str) -> str:
    """What a statement declares: the first name in it."""
    return statement.split('"')[1]


def spelt(index: str) -> str:
    """The statement that makes an index, as both the program and the databases spell it."""
    return SPELLING.sub("", index)


def unplaced(database: Database) -> Iterator[str]:
    """What is wrong with how the views say to what position they have come."""
    said = [position for (position,) in database.read('SELECT "position" FROM "progress"')]
    if len(said) != 1:
        yield f"progress says {', '.join(map(repr, said)) or 'nothing'}, and not one position"


def differing(database: Database, beside: Database, table: Table, upto: int) -> str | None:
    """What is first otherwise in a table than in that beside, of what both say up to the position; None if nothing is.

    Raises Unavailable, TooSlow.
    """
    last = "the beginning"
    try:
        for found, expected in zip_longest(lines(database, table, upto), lines(beside, table, upto)):
            if found != expected:
                return told(table, database, found, expected)
            last = repr(found[0])
        return beyond(database, table)
    except (Unavailable, TooSlow):
        raise
    except Exception as wrong:  # whatever the database makes of what does not belong there
        return f"cannot be read after {last}: {wrong}"


def lines(database: Database, table: Table, upto: int) -> Iterator[Line]:
    """Every row of now and of the past up to the position, in order; of what came later nothing is told."""
    exact, mark, begins = database.dialect.exact, database.dialect.mark, quoted(table.begins)
    names = ", ".join([quoted("id"), begins, *(exact(each.name) for each in stored(table, database.dialect))])
    rows = f"SELECT {names}, NULL AS {UNTIL}, NULL AS {FORK} FROM {quoted(table.name)} WHERE {begins} <= {mark}"
    values = [upto]
    if not table.grows:
        ended = [f"CASE WHEN {UNTIL} <= {mark} THEN {each} END" for each in (UNTIL, FORK)]
        past = quoted(f"{table.name}_past")
        rows += f" UNION ALL SELECT {names}, {', '.join(ended)} FROM {past} WHERE {begins} <= {mark}"
        values = [upto] * 4
    yield from database.each(f"{rows} ORDER BY 1, 2", values)


def told(table: Table, database: Database, found: Line | None, expected: Line | None) -> str:
    """Which row is otherwise, and what of it; what stands there is not repeated."""
    if found and expected and found[:OWN] == expected[:OWN]:
        names = [*(each.name for each in stored(table, database.dialect)), "until_position", "fork"]
        others = zip(names, found[OWN:], expected[OWN:], strict=True)
        return f"{row(found)} has another {', '.join(name for name, now, then in others if now != then)}"
    if found and (expected is None or first(found, expected) is found):
        return f"{row(found)} is one too many"
    return f"{row(expected or ())} is missing"


def first(found: Line, expected: Line) -> Line:
    """Which of two rows comes first. Ids of another kind than text come after all others."""
    try:
        return min(found, expected, key=lambda line: line[:OWN])
    except TypeError:
        return found


def row(line: Iterable[object]) -> str:
    id, since, *_ = line
    return f"row {id!r} since position {since}"


def beyond(database: Database, table: Table) -> str | None:
    """A row that says it holds since, or held until, a position that the views have not come to."""
    begins, reached = quoted(table.begins), '(SELECT max("position") FROM "progress")'
    asked = [f'SELECT "id", {begins} FROM {quoted(table.name)} WHERE {begins} > {reached}']
    if not table.grows:
        past = quoted(f"{table.name}_past")
        asked.append(f'SELECT "id", {begins} FROM {past} WHERE {begins} > {reached} OR {UNTIL} > {reached}')
    found = next((line for each in asked for line in database.each(f"{each} ORDER BY 1, 2 LIMIT 1")), None)
    return f"{row(found)} is of a time that the views have not come to" if found else None
