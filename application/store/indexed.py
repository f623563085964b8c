"""Whether the indexes of PostgreSQL lead to every row of their tables: what one leaves out, many questions do not find.

An index that was out of use while rows were written looks like any other afterwards. SQLite looks into its own.
"""

from collections.abc import Iterator
from typing import Any

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier

INDEXES = """
SELECT t.relname, i.relname, coalesce(pg_get_expr(indpred, indrelid), 'TRUE'), (
        SELECT string_agg(pg_get_indexdef(indexrelid, nth, true), ', ' ORDER BY nth)
        FROM generate_series(1, indnkeyatts) AS nth)
    FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN pg_class t ON t.oid = indrelid
    JOIN pg_am a ON a.oid = i.relam
    WHERE t.relnamespace = %s::regnamespace AND t.relkind = 'r' AND indisvalid AND amname = 'btree'
    ORDER BY 1, 2
"""
ROWS = """SELECT count(*), sum(hashtextextended(place::text, 0))
    FROM (SELECT ctid AS place FROM {table} WHERE {which} {order} OFFSET 0) AS rows"""
"""How many rows are found, and a sum of where they are."""
ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
"""Both ways see the same rows, whoever writes meanwhile."""
WAYS = ("seqscan", "bitmapscan", "sort", "indexscan", "indexonlyscan")
BY_TABLE, BY_INDEX = WAYS[:1], WAYS[-2:]


def leaving_out(server: "Connection[Any]", schema: str) -> Iterator[str]:
    """The indexes of a schema that lead to other rows than there are. Reads a table twice for each of its indexes."""
    for table, index, which, order in server.execute(INDEXES, [schema]).fetchall():
        place = {"table": Identifier(schema, table), "which": SQL(which)}
        with server.transaction():
            server.execute(ONE_MOMENT)
            there = found(server, SQL(ROWS).format(**place, order=SQL("")), BY_TABLE)
            if found(server, SQL(ROWS).format(**place, order=SQL(f"ORDER BY {order}")), BY_INDEX) != there:
                yield f"index {index} of {table} does not lead to every row"


def found(server: "Connection[Any]", asked: Composed, ways: tuple[str, ...]) -> Any:
    """What is found in none but these ways."""
    for way in WAYS:
        server.execute(f"SET LOCAL enable_{way} TO {way in ways}".encode())
    return server.execute(asked).fetchone()
