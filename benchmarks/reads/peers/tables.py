"""How ariadne and Strawberry reach the tables: a few statements, each for many keys at once, run in threads."""

import asyncio
import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]
THREADS = 4
COLUMNS = {
    "plan": "id, title, status, starts, ends, unit, preparer, created_position",
    "plan_task": "id, plan, title, status, due, weight, responsible, unit",
    "organisation_person": "id, name",
    "organisation_unit": "id, name",
}


class Tables:
    """The tables of views in a SQLite file or behind a PostgreSQL address."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._mine = local()
        self._threads = ThreadPoolExecutor(THREADS)
        self._postgres = database.startswith("postgresql:")

    async def by(self, table: str, column: str, keys: Sequence[str], order: str = "id") -> list[Row]:
        """The rows whose column holds one of the keys."""
        one_of = "= ANY(%s)" if self._postgres else "IN (SELECT value FROM json_each(?))"
        sql = f"SELECT {COLUMNS[table]} FROM {table} WHERE {column} {one_of} ORDER BY {order}"
        return await self._ask(sql, list(keys) if self._postgres else json.dumps(keys))

    async def plans_after(self, position: int, limit: int) -> list[Row]:
        """So many plans that came to be after that position, in the order of their coming."""
        mark = "%s" if self._postgres else "?"
        sql = f"SELECT {COLUMNS['plan']} FROM plan WHERE created_position > {mark}"
        return await self._ask(f"{sql} ORDER BY created_position LIMIT {mark}", position, limit)

    async def _ask(self, sql: str, *values: object) -> list[Row]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._rows, sql, values)

    def _rows(self, sql: str, values: Sequence[object]) -> list[Row]:
        if not hasattr(self._mine, "connection"):
            self._mine.connection = self._postgres_views() if self._postgres else self._sqlite_views()
        return list(map(dict, self._mine.connection.execute(sql, values)))

    def _postgres_views(self) -> Any:
        connection = psycopg.connect(self._database, autocommit=True, row_factory=dict_row)
        connection.execute("SET search_path TO views")
        return connection

    def _sqlite_views(self) -> Any:
        connection = sqlite3.connect(self._database, isolation_level=None, cached_statements=512)
        connection.row_factory = sqlite3.Row
        return connection


def in_order(keys: Sequence[str], rows: Sequence[Row]) -> list[Row | None]:
    """For each key the row of that id, as a loader must answer."""
    by_id = {row["id"]: row for row in rows}
    return [by_id.get(key) for key in keys]


def grouped(keys: Sequence[str], column: str, rows: Sequence[Row]) -> list[list[Row]]:
    """For each key the rows whose column holds it."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return [groups[key] for key in keys]
