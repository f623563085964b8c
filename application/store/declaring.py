"""Whether the databases are declared as this program declares them: tables, indexes, and the triggers that guard them.

Nothing in the log tells when somebody takes a guard away, makes it hollow, or has the database alter what is recorded.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Composable, Identifier

from application.store.postgres_recorder import PostgresLedgerDatastore, PostgresLedgerRecorder
from application.store.sqlite_keys import LAYOUT as KEYS
from application.store.sqlite_recorder import LAYOUTS, TABLES, triggers
from application.store.values import Unavailable

DAMAGES = "PRAGMA integrity_check"
OURS = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
SETTINGS = ("user_version", "application_id")
"""Numbers in the head of a file that SQLite keeps for programs; this one leaves them as they are."""
IN_A_SCHEMA = """
WITH here AS (SELECT oid, relname, relkind, relrowsecurity FROM pg_class WHERE relnamespace = %(schema)s::regnamespace)
SELECT 'table ' || relname, concat_ws(' ', relkind, relrowsecurity, (
        SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attcollation, attnotnull,
            pg_get_expr(adbin, adrelid)), ', ' ORDER BY attname)
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = here.oid AND attnum > 0 AND NOT attisdropped
    )) FROM here WHERE relkind NOT IN ('i', 'c')
UNION ALL SELECT 'index ' || relname, pg_get_indexdef(oid) FROM here JOIN pg_index ON indexrelid = oid WHERE indisvalid
UNION ALL SELECT 'trigger ' || tgname || ' of ' || relname, concat_ws(' ', tgenabled, pg_get_triggerdef(t.oid))
    FROM pg_trigger t JOIN here ON here.oid = tgrelid
UNION ALL SELECT 'rule ' || rulename || ' of ' || relname, '' FROM pg_rewrite JOIN here ON here.oid = ev_class
UNION ALL SELECT 'heir ' || inhrelid::regclass || ' of ' || relname, '' FROM pg_inherits JOIN here ON oid = inhparent
UNION ALL SELECT 'function ' || proname, pg_get_functiondef(oid) FROM pg_proc
    WHERE pronamespace = %(schema)s::regnamespace
"""


def undeclared(target: str, files: Mapping[str, Iterable[str]], schemas: Mapping[str, str]) -> list[str]:
    """What is missing, added or otherwise in the databases of a store, and where SQLite finds them damaged.

    Beside the store's own there are other files in its folder, or schemas, each with the statements that lay it out.
    Reads the whole of SQLite files. On PostgreSQL a schema is laid out, and rolled back. Raises Unavailable.
    """
    try:
        if target.startswith(("postgresql://", "postgres://")):
            with psycopg.connect(target) as server:
                return list(in_schemas(server, target, schemas))
        own = {"ledger": (LAYOUTS, *TABLES, *triggers()), "keys": KEYS}
        laid_out = {f"{name}.db": statements for name, statements in {**own, **files}.items()}
        return [f"{name}: {wrong}" for name in laid_out for wrong in in_file(Path(target) / name, laid_out[name])]
    except psycopg.errors.InsufficientPrivilege as wrong:
        return [f"cannot be compared: {wrong}"]
    except psycopg.Error as wrong:
        raise Unavailable(str(wrong)) from wrong


def in_file(path: Path, statements: Iterable[str]) -> Iterator[str]:
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path)) as file, closing(expected(statements)) as new:
            yield from (told for (told,) in file.execute(DAMAGES) if told != "ok")
            yield from unlike(sketched(file), sketched(new))
    except sqlite3.Error as wrong:
        yield str(wrong)


def expected(statements: Iterable[str]) -> sqlite3.Connection:
    new = sqlite3.connect(":memory:")
    for statement in statements:
        new.execute(statement)
    return new


def sketched(file: sqlite3.Connection) -> Mapping[str, Any]:
    """Everything declared, by kind and name. Tables by columns and indexes: a column may have been added later."""
    found: dict[str, Any] = {f"setting {name}": file.execute(f"PRAGMA {name}").fetchone() for name in SETTINGS}
    for kind, name, sql in file.execute(OURS).fetchall():
        found[f"{kind} {name}"] = columns(file, name) if kind == "table" else sql
    return found


def columns(file: sqlite3.Connection, table: str) -> list[Any]:
    indexes = sorted(file.execute("SELECT name, \"unique\", origin, partial FROM pragma_index_list(?)", (table,)))
    inside = "SELECT name, desc, coll, key FROM pragma_index_xinfo(?) WHERE key"
    told = file.execute("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)", (table,))
    return [told.fetchall(), *((rest, file.execute(inside, (name,)).fetchall()) for name, *rest in indexes)]


def in_schemas(server: "psycopg.Connection[Any]", target: str, schemas: Mapping[str, str]) -> Iterator[str]:
    ledger = PostgresLedgerRecorder(PostgresLedgerDatastore(target, "ledger"))
    layouts: dict[str, Composable] = {"ledger": ledger.new_layout()}
    layouts |= {name: SQL(layout).format(schema=Identifier(name)) for name, layout in schemas.items()}
    for schema, layout in layouts.items():
        if not server.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone():
            continue
        with server.transaction(force_rollback=True):
            server.execute(layout.as_string(server).replace(f'"{schema}"', f'"{schema}_expected"').encode())
            new = declared(server, f"{schema}_expected")
        yield from (f"{schema}: {wrong}" for wrong in unlike(declared(server, schema), new))


def declared(server: "psycopg.Connection[Any]", schema: str) -> Mapping[str, str]:
    """Everything declared in a schema, by kind and name, without the schema's own name."""
    rows = server.execute(IN_A_SCHEMA, {"schema": schema})
    return {name: told.replace(f'"{schema}".', "").replace(f"{schema}.", "") for name, told in rows}


def unlike(found: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    """What is not in both, or not the same in both."""
    for name in sorted(found.keys() | expected.keys()):
        if name not in found:
            yield f"{name} is missing"
        elif name not in expected:
            yield f"{name} is none of this program"
        elif found[name] != expected[name]:
            yield f"{name} is declared otherwise"
