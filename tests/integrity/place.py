"""A ledger with its tiles, and whoever has the database in hand."""

import sqlite3
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

import psycopg

from application.integrity import Tiles, open_tiles
from application.integrity.keys import succession
from application.integrity.log import TransparencyLog
from application.integrity.notary import Notary
from application.integrity.note import Note, Signature, Signer
from application.integrity.verify import Finding, verify
from application.store import Entry, Store, Unit, open_store

POSITION = {True: "notification_id", False: "rowid"}


class Place:
    """A folder, or a database with a schema for the ledger and one for the tiles."""

    def __init__(self, target: str, schema: str) -> None:
        self.target = target
        self.schema = schema
        self.on_postgres = target.startswith("postgresql://")
        self.signer = Signer.made("log.example/test")
        self.store: Store = open_store(target, schema)
        self.tiles: Tiles = open_tiles(target, self.tree)
        self.tiles.add_key(str(succession(self.signer, self.signer.verifier)))

    @property
    def tree(self) -> str:
        return f"{self.schema}_tree"

    @property
    def log(self) -> TransparencyLog:
        return TransparencyLog(self.store, self.tiles)

    @property
    def notary(self) -> Notary:
        return Notary(self.store, self.tiles, lambda: self.signer)

    def record(self, count: int, of: str = "plan") -> None:
        """Append that many events, of seven records by turns."""
        versions = {record: len(self.store.stream(f"{of}-{record}")) for record in range(7)}
        entries = []
        for record in islice(cycle(sorted(versions, key=lambda each: (versions[each], each))), count):
            versions[record] += 1
            entries.append(event(f"{of}-{record}", versions[record]))
        self.store.append(Unit(tuple(entries)))

    def recorded(self, count: int) -> None:
        """The same, and signed."""
        self.record(count)
        self.notary.catch_up()

    def tamper(self, *statements: str) -> None:
        """What an administrator of the database can do who lets go of what guards it. {position} names the column."""
        if self.on_postgres:
            with psycopg.connect(self.target, autocommit=True) as server:
                server.execute(f"SET search_path TO {self.schema}, {self.tree}".encode())
                server.execute("SET session_replication_role = replica")
                for statement in statements:
                    server.execute(statement.format(position="notification_id").encode())
            return
        altered(Path(self.target) / "ledger.db", *(statement.format(position="rowid") for statement in statements))

    def blob(self, content: bytes) -> str:
        """How the database's SQL writes bytes."""
        return f"'\\x{content.hex()}'" if self.on_postgres else f"x'{content.hex()}'"

    def findings(self, **given: object) -> dict[str, Finding]:
        """What verifying finds, by what was looked at."""
        return {finding.what: finding for finding in verify(self.store, self.tiles, **given)}  # type: ignore[arg-type]

    def reopened(self) -> "Place":
        """The same, after its store was closed."""
        self.store = open_store(self.target, self.schema)
        return self

    def close(self) -> None:
        self.store.close()
        self.tiles.close()


def with_signature(note: Note, signature: Signature) -> Note:
    """The note with one more signature, as a witness gives it back."""
    return note._replace(signatures=(*note.signatures, signature))


def altered(path: Path, *statements: str) -> None:
    """Alter a file behind the triggers that guard it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)


def event(stream: str, version: int) -> Entry:
    return Entry(stream, version, "plan.revised", f'{{"act":"plan.revise","title":"第{version}稿 {stream}"}}'.encode())
