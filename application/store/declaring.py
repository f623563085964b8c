"""Whether the databases are declared as this program declares them: tables, indexes, and the triggers that guard them.

Nothing in the log tells when somebody takes a guard away, makes it hollow, or has the database alter what is recorded.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Composable, Identifier

from application.store.indexed import leaving_out
from application.store.keys import SUFFIX
from application.store.postgres_keys import LAYOUT as POSTGRES_KEYS
from application.store.postgres_recorder import PostgresLedgerDatastore, PostgresLedgerRecorder
from application.store.sqlite_keys import LAYOUT as KEYS
from application.store.sqlite_recorder import LAYOUTS, TABLES, triggers
from application.store.values import ADDRESSES, Unavailable

DAMAGES = "PRAGMA integrity_check"
OURS = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
SETTINGS = ("user_version", "application_id")
"""Numbers in the head of a file that SQLite keeps for programs; this one leaves them as they are."""
KEYS_SCHEMA = f"ledger{SUFFIX}"
WORDS = re.compile(r"\w+|[^\s\w\"]")
IN_A_SCHEMA = """
WITH here AS (SELECT * FROM pg_class WHERE relnamespace = %(schema)s::regnamespace)
SELECT 'table ' || relname, concat_ws(' ', relkind, relpersistence, relrowsecurity, relforcerowsecurity, (
        SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attcollation, attnotnull,
            pg_get_expr(adbin, adrelid)), ', ' ORDER BY attname)
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = here.oid AND attnum > 0 AND NOT attisdropped
    )) FROM here WHERE relkind NOT IN ('i', 'c')
UNION ALL SELECT 'index ' || here.relname, concat_ws(' ', pg_get_indexdef(here.oid), indisready, indislive,
        t.relhasindex)
    FROM here JOIN pg_index ON indexrelid = here.oid JOIN pg_class t ON t.oid = indrelid WHERE indisvalid
UNION ALL SELECT 'constraint ' || conname || ' of ' || relname, pg_get_constraintdef(con.oid)
    FROM pg_constraint con JOIN here ON here.oid = conrelid WHERE contype <> 'n'
UNION ALL SELECT 'trigger ' || tgname || ' of ' || relname, concat_ws(' ', tgenabled, relhastriggers,
        pg_get_triggerdef(t.oid))
    FROM pg_trigger t JOIN here ON here.oid = tgrelid
UNION ALL SELECT 'rule ' || rulename || ' of ' || relname, '' FROM pg_rewrite JOIN here ON here.oid = ev_class
UNION ALL SELECT 'policy ' || polname || ' of ' || relname, '' FROM pg_policy JOIN here ON here.oid = polrelid
UNION ALL SELECT 'heir ' || inhrelid::regclass || ' of ' || relname, '' FROM pg_inherits JOIN here ON oid = inhparent
UNION ALL SELECT 'parent ' || inhparent::regclass || ' of ' || relname, '' FROM pg_inherits JOIN here ON oid = inhrelid
UNION ALL SELECT concat('function ', proname, '(', pg_get_function_identity_arguments(oid), ')'),
    CASE prokind WHEN 'a' THEN '' ELSE pg_get_functiondef(oid) END
    FROM pg_proc WHERE pronamespace = %(schema)s::regnamespace
UNION ALL SELECT 'right of everybody to enter', '' WHERE has_schema_privilege('public', %(schema)s, 'USAGE')
"""
LET_GO = """
SELECT told FROM pg_db_role_setting LEFT JOIN pg_database d ON d.oid = setdatabase, unnest(setconfig) AS told
    WHERE told LIKE ANY (ARRAY['session_replication_role=%', 'search_path=%'])
        AND coalesce(d.datname, current_database()) = current_database()
UNION SELECT 'session_replication_role=' || current_setting('session_replication_role')
"""
"""What the database is told to do about triggers in every session, or in those of somebody, and where to look first."""
FIRES = "session_replication_role=origin"
DECEIVED = re.compile(r"search_path=.*, *\"?pg_catalog")
"""Functions and tables of the database itself are looked for elsewhere first, and what is there can say anything."""


def undeclared(target: str, keys: str, files: Mapping[str, Iterable[str]], schemas: Mapping[str, str]) -> list[str]:
    """What is missing, added or otherwise in the databases of a store, and where SQLite finds them damaged.

    `keys` is where the keys of people are kept. Beside the store's own there are other files in its folder, or schemas,
    each with the statements that lay it out. Reads the whole of SQLite files. On PostgreSQL a schema is laid out, and
    rolled back. Raises Unavailable.
    """
    beside = {name: laid_out(name, layout) for name, layout in schemas.items()}
    if target.startswith(ADDRESSES):
        with closing(PostgresLedgerDatastore(target, "ledger")) as ledger:
            beside = {"ledger": PostgresLedgerRecorder(ledger).new_layout(), **beside}
    wrong = at(target, {"ledger": (LAYOUTS, *TABLES, *triggers()), **files}, beside)
    wrong += at(keys, {"keys": KEYS}, {KEYS_SCHEMA: laid_out(KEYS_SCHEMA, POSTGRES_KEYS)})
    return list(dict.fromkeys(wrong))


def laid_out(schema: str, layout: str) -> Composable:
    return SQL(layout).format(schema=Identifier(schema))


def at(place: str, files: Mapping[str, Iterable[str]], schemas: Mapping[str, Composable]) -> list[str]:
    """The same of the files in a folder, or of the schemas behind an address."""
    if not place.startswith(ADDRESSES):
        return [f"{name}.db: {wrong}" for name in files for wrong in in_file(Path(place) / f"{name}.db", files[name])]
    try:
        with psycopg.connect(place, autocommit=True) as server:
            return [*let_go(server), *in_schemas(server, schemas)]
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
    """Everything declared, by kind and name. Tables by columns, indexes, words: columns may have been added later."""
    found: dict[str, Any] = {f"setting {name}": file.execute(f"PRAGMA {name}").fetchone() for name in SETTINGS}
    for kind, name, sql in file.execute(OURS).fetchall():
        found[f"{kind} {name}"] = (columns(file, name), sorted(WORDS.findall(sql))) if kind == "table" else sql
    return found


def columns(file: sqlite3.Connection, table: str) -> list[Any]:
    indexes = sorted(file.execute('SELECT name, "unique", origin, partial FROM pragma_index_list(?)', (table,)))
    inside = "SELECT name, desc, coll, key FROM pragma_index_xinfo(?) WHERE key"
    told = file.execute('SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)', (table,))
    return [told.fetchall(), *((rest, file.execute(inside, (name,)).fetchall()) for name, *rest in indexes)]


def let_go(server: "psycopg.Connection[Any]") -> Iterator[str]:
    """Settings by which the database does not say or do what it should; none of them holds for us from then on."""
    now = [f"search_path={path}" for (path,) in server.execute("SHOW search_path")]
    server.execute("SET search_path TO pg_catalog")
    for told in {*now, *(told for (told,) in server.execute(LET_GO))}:
        if DECEIVED.match(told):
            yield f"setting {told} has others answer for the database"
        elif not told.startswith("search_path=") and told != FIRES:
            yield f"setting {told} lets go of what guards the tables"


def in_schemas(server: "psycopg.Connection[Any]", layouts: Mapping[str, Composable]) -> Iterator[str]:
    for schema, layout in layouts.items():
        if not server.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [schema]).fetchone():
            continue
        with server.transaction(force_rollback=True):
            server.execute(layout.as_string(server).replace(f'"{schema}"', f'"{schema}_expected"').encode())
            new = declared(server, f"{schema}_expected")
        yield from (f"{schema}: {wrong}" for wrong in unlike(declared(server, schema), new))
        yield from (f"{schema}: {wrong}" for wrong in leaving_out(server, schema))


def declared(server: "psycopg.Connection[Any]", schema: str) -> Mapping[str, str]:
    """Everything declared in a schema, by kind and name, without the schema's own name."""
    rows = server.execute(IN_A_SCHEMA, {"schema": schema})
    return dict(tuple(told.replace(f'"{schema}".', "").replace(f"{schema}.", "") for told in row) for row in rows)


def unlike(found: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[str]:
    """What is not in both, or not the same in both."""
    for name in sorted(found.keys() | expected.keys()):
        if name not in found:
            yield f"{name} is missing"
        elif name not in expected:
            yield f"{name} is none of this program"
        elif found[name] != expected[name]:
            yield f"{name} is declared otherwise"
