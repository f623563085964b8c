"""Whatever is declared otherwise than by this program is named: what guards the tables, what would hollow them out."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from application.store.declaring import at, laid_out, undeclared
from application.store.postgres_keys import LAYOUT as POSTGRES_KEYS
from application.store.sqlite_keys import LAYOUT as KEYS
from application.store.sqlite_recorder import TABLES


@pytest.mark.parametrize(
    ("table", "declared", "hollowed"),
    [
        ("stored_events", "originator_version)", "originator_version) ON CONFLICT REPLACE"),
        ("stored_events", "topic TEXT NOT NULL", "topic TEXT NOT NULL CHECK (topic <> 'plan.returned')"),
        ("refusals", "code TEXT NOT NULL", "code TEXT NOT NULL ON CONFLICT IGNORE"),
        ("receipts", "digest TEXT", "digest TEXT COLLATE NOCASE"),
    ],
)
def test_a_rule_that_a_file_was_given_is_named(tmp_path: Path, table: str, declared: str, hollowed: str) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)) as ledger:
        for statement in TABLES:
            ledger.execute(statement)
        ledger.execute("PRAGMA writable_schema = ON")
        altered = "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ? AND sql LIKE '%' || ? || '%'"
        assert ledger.execute(altered, (declared, hollowed, table, declared)).rowcount == 1
        ledger.execute("PRAGMA schema_version = 99")
    assert f"ledger.db: table {table} is declared otherwise" in undeclared(str(tmp_path), str(tmp_path), {}, {})


def test_keys_that_are_elsewhere_are_looked_at_there(tmp_path: Path) -> None:
    ours, elsewhere = tmp_path / "ours", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with closing(sqlite3.connect(elsewhere / "keys.db")) as keys:
        keys.executescript(";".join((*KEYS, "CREATE TABLE copied (secret BLOB)")))
    assert undeclared(str(ours), str(elsewhere), {}, {}) == ["keys.db: table copied is none of this program"]


OUT_OF_USE = "UPDATE pg_index SET indisready"
OF_KEYS = "WHERE indexrelid = '{0}.keys_pkey'::regclass"


@pytest.fixture
def schema(postgres_dsn: str) -> Iterator[str]:
    """A schema in which keys can be kept."""
    name = f"keys_{secrets.token_hex(6)}"
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute(laid_out(name, POSTGRES_KEYS).as_string(server).encode())
        server.execute(f"CREATE SCHEMA {name}_beside".encode())
        yield name
        server.execute(f"DROP SCHEMA {name}, {name}_beside CASCADE".encode())
        server.execute(f'ALTER ROLE CURRENT_USER IN DATABASE "{server.info.dbname}" RESET ALL'.encode())


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ALTER TABLE {0}.keys ADD CONSTRAINT c CHECK (owner <> 'ana')", "{0}: constraint c of keys is none"),
        ("ALTER TABLE {0}.keys SET UNLOGGED", "{0}: table keys is declared otherwise"),
        ("CREATE POLICY p ON {0}.keys", "{0}: policy p of keys is none"),
        ("CREATE FUNCTION {0}.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'", "{0}: function f(a integer) is none"),
        ("GRANT USAGE ON SCHEMA {0} TO PUBLIC", "{0}: right of everybody to enter is none"),
        (
            'CREATE TABLE {0}_beside.elders (owner text COLLATE "C"); ALTER TABLE {0}.keys INHERIT {0}_beside.elders',
            "{0}: parent {0}_beside.elders of keys is none",
        ),
        ("CREATE AGGREGATE {0}.a(int) (sfunc = int4pl, stype = int)", "{0}: function a(integer) is none"),
        (f"{OUT_OF_USE} = false {OF_KEYS}", "{0}: index keys_pkey is declared otherwise"),
        (
            f"{OUT_OF_USE} = false {OF_KEYS};"
            f" INSERT INTO {{0}}.keys VALUES ('ana.1', 'ana'); {OUT_OF_USE} = true {OF_KEYS}",
            "{0}: index keys_pkey of keys does not lead to every row",
        ),
        (
            "UPDATE pg_class SET relhasindex = false WHERE oid = '{0}.keys'::regclass",
            "{0}: index keys_",
        ),
        (
            'ALTER ROLE CURRENT_USER IN DATABASE "{1}" SET search_path = {0}_beside, pg_catalog',
            "setting search_path={0}_beside, pg_catalog has others answer",
        ),
        (
            'ALTER ROLE CURRENT_USER IN DATABASE "{1}" SET session_replication_role = replica',
            "setting session_replication_role=replica",
        ),
    ],
)
def test_a_schema_in_which_something_else_holds_is_named(
    postgres_dsn: str, schema: str, statement: str, told: str
) -> None:
    declared = {schema: laid_out(schema, POSTGRES_KEYS)}
    assert at(postgres_dsn, {}, declared) == []
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute(statement.format(schema, server.info.dbname).encode())
    found = at(postgres_dsn, {}, declared)
    assert found and all(wrong.startswith(told.format(schema)) for wrong in found)


def test_what_answers_for_the_catalogue_of_the_database_deceives_nobody(postgres_dsn: str, schema: str) -> None:
    declared = {schema: laid_out(schema, POSTGRES_KEYS)}
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute(f"CREATE VIEW {schema}_beside.pg_policy AS SELECT * FROM pg_policy WHERE false".encode())
        server.execute(f"CREATE POLICY p ON {schema}.keys".encode())
        within = f'ALTER ROLE CURRENT_USER IN DATABASE "{server.info.dbname}"'
        server.execute(f"{within} SET search_path = {schema}_beside, pg_catalog".encode())
    assert f"{schema}: policy p of keys is none of this program" in at(postgres_dsn, {}, declared)


def test_all_schemas_of_an_installation_are_looked_at(postgres_dsn: str) -> None:
    assert undeclared(postgres_dsn, postgres_dsn, {}, {}) == []
