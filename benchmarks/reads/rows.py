"""The rows of the benchmark: ours, the floor, PostGraphile, ariadne and Strawberry, and how each is started."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from psycopg.conninfo import conninfo_to_dict

from benchmarks.reads import environments
from benchmarks.reads.environments import POSTGRAPHILE, NotInstalled
from benchmarks.reads.questions import QUERIES
from benchmarks.reads.servers import Row

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
OURS, FLOOR, POSTGRAPHILE_5, ARIADNE, STRAWBERRY = (
    "OpsLedger",
    "hand-written SQL",
    "PostGraphile 5",
    "ariadne",
    "Strawberry",
)
FOR_SCALE = ("plan", "plans")
"""What the libraries are asked that take part for scale only."""
CONNECTIONS = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "dbname"}


class Place(NamedTuple):
    """Where a ledger and its views are: a folder, or the address of a PostgreSQL database."""

    database: str
    target: str

    @property
    def views(self) -> str:
        """Where those who know SQL find the tables."""
        return str(Path(self.target) / "views.db") if self.database == SQLITE else self.target


def ours(place: Place, documents: Mapping[str, str] | None = None, name: str = OURS) -> Row:
    """`opsledger serve`, as a user starts it."""
    setting = "OPSLEDGER_DATA" if place.database == SQLITE else "OPSLEDGER_DATABASE"
    return Row(
        name=name,
        database=place.database,
        command=(sys.executable, "-m", "opsledger", "serve"),
        environment={setting: place.target, "OPSLEDGER_PORT": "PORT"},
        documents=documents or in_folder(QUERIES),
    )


def peers(places: Sequence[Place]) -> Iterator[Row | str]:
    """Everybody else over the same tables, or why somebody is missing."""
    yield from map(floor, places)
    yield from over_postgres(next((place for place in places if place.database == POSTGRES), None))
    try:
        python = environments.python()
    except NotInstalled as why:
        yield f"{ARIADNE} and {STRAWBERRY} take no part: {why}"
        return
    for name, module in ((ARIADNE, "with_ariadne"), (STRAWBERRY, "with_strawberry")):
        yield for_scale(places[-1], name, python, module)


def floor(place: Place) -> Row:
    """One statement for each question, in Starlette."""
    module = "benchmarks.reads.peers.floor.app"
    command = (sys.executable, "-m", module, place.views, "PORT")
    return Row(name=FLOOR, database=place.database, command=command, environment={})


def over_postgres(place: Place | None) -> Iterator[Row | str]:
    """PostGraphile in production mode."""
    if place is None:
        yield f"{POSTGRAPHILE_5} takes no part: there is no PostgreSQL"
        return
    try:
        node, folder = environments.postgraphile()
    except NotInstalled as why:
        yield f"{POSTGRAPHILE_5} takes no part: {why}"
        return
    to = conninfo_to_dict(place.target)
    environment = {name: str(to[key]) for name, key in CONNECTIONS.items() if to.get(key)}
    yield Row(
        name=POSTGRAPHILE_5,
        database=place.database,
        command=(str(node), "server.mjs"),
        environment={**environment, "PORT": "PORT", "NODE_ENV": "production", "GRAPHILE_ENV": "production"},
        folder=folder,
        documents=in_folder(POSTGRAPHILE / "queries"),
    )


def for_scale(place: Place, name: str, python: Path, module: str) -> Row:
    """A library by which such an API is usually written; it knows plans only."""
    return Row(
        name=name,
        database=place.database,
        command=(str(python), "-m", f"benchmarks.reads.peers.{module}", place.views, "PORT"),
        environment={},
        documents={name: document for name, document in in_folder(QUERIES).items() if name in FOR_SCALE},
    )


def in_folder(folder: Path) -> dict[str, str]:
    """The documents of a folder by the names of their questions."""
    return {file.stem: file.read_text() for file in folder.glob("*.graphql")}
