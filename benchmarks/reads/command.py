"""`python -m benchmarks reads`: seed, check that all give the same answers, measure, and write down what was found."""

import os
import signal
import sys
import tempfile
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from benchmarks.reads import history
from benchmarks.reads.company import FULL, QUICK, Scale, plan_id
from benchmarks.reads.questions import QUESTIONS, Question, asked, canonical
from benchmarks.reads.report import Compared, Report
from benchmarks.reads.rounds import Load, measured
from benchmarks.reads.rows import OURS, POSTGRES, SQLITE, Place, ours, peers
from benchmarks.reads.seed import seed
from benchmarks.reads.servers import Row, Server, served
from benchmarks.reads.targets import ratios
from tests import postgres

CLIENTS = (16, 64)
LONGER = 10
"""How many times as much has happened in the longer history."""

NewDatabase = Callable[[], str]
"""Makes an empty PostgreSQL database; its address."""


def run(*options: str) -> dict[str, object]:
    """How much of what is promised was reached; every figure is printed, and written into the folder that is named."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that servers are stopped and folders removed
    given = parsed(options)
    scale, load = (QUICK if given.quick else FULL), os.getloadavg()[0]
    with postgres_databases() as new_database, ExitStack() as stack:
        places = [stack.enter_context(place(each, new_database, scale)) for each in given.databases]
        part, absent = compared(places, given, scale)
        parts = [part]
        report = Report(scale, given.rounds, given.seconds, absent, parts, load, version(places))
        page = report.write(given.out)
        for each in places if given.history else ():
            parts.append(past(each, new_database, given, scale))
            report.write(given.out)  # each part takes long, and the next may fail
    print(*report.lines(), sep="\n")
    print(f"\n{page}")
    promised = [each for part in parts for each in part.ratios if each.least is not None]
    return {"promised": len(promised), "reached": sum(bool(each.met) for each in promised)}


def parsed(options: Sequence[str]) -> Namespace:
    parser = ArgumentParser("python -m benchmarks reads", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a small company, and little time for each load")
    size.add_argument("--full", action="store_true", help="the company that the targets are about; the default")
    parser.add_argument("--rounds", type=int, help="5, or 3 when quick")
    parser.add_argument("--seconds", type=float, help="for each load: 2, or 0.7 when quick")
    names, databases = [each.name for each in QUESTIONS], [SQLITE, POSTGRES]
    parser.add_argument("--questions", type=some_of(names), default=names, metavar="A,B,…", help=", ".join(names))
    parser.add_argument("--rows", type=words, metavar="A,B,…", help="besides ours, rows in whose names a word occurs")
    parser.add_argument(
        "--databases", type=some_of(databases), default=databases, metavar="A,B", help=", ".join(databases)
    )
    parser.add_argument("--no-history", dest="history", action="store_false", help="leave out the longer history")
    parser.add_argument(
        "--out", type=Path, default=Path("build/reads"), help="the folder for reads.json and reads.html"
    )
    given = parser.parse_args(options)
    rounds, seconds = (3, 0.7) if given.quick else (5, 2.0)
    given.rounds, given.seconds = given.rounds or rounds, given.seconds or seconds
    return given


def words(text: str) -> list[str]:
    return text.split(",")


def some_of(known: Sequence[str]) -> Callable[[str], list[str]]:
    """Reads words that are among those known, in capital letters or not. What it gives raises ArgumentTypeError."""
    by_word = {each.lower(): each for each in known}

    def read(text: str) -> list[str]:
        try:
            return [by_word[each.lower()] for each in words(text)]
        except KeyError as unknown:
            raise ArgumentTypeError(f"{unknown} is none of {', '.join(known)}") from None

    return read


@contextmanager
def postgres_databases() -> Iterator[NewDatabase]:
    """Databases of one server: the one that OPSLEDGER_TEST_DSN names, else one of our own, started when needed."""
    with ExitStack() as stack:
        servers: list[str] = []

        def new_database() -> str:
            if not servers:
                servers.append(os.environ.get("OPSLEDGER_TEST_DSN") or stack.enter_context(postgres.server()))
            return stack.enter_context(postgres.database_on(servers[0]))

        yield new_database


@contextmanager
def place(database: str, new_database: NewDatabase, scale: Scale) -> Iterator[Place]:
    """A ledger of the company, and room for its views."""
    with tempfile.TemporaryDirectory(prefix="opsledger-reads-") as folder:
        made = Place(database, folder if database == SQLITE else new_database())
        print(f"{database}: {seed(made.target, scale):,} events", file=sys.stderr)
        yield made


def compared(places: Sequence[Place], given: Namespace, scale: Scale) -> tuple[Compared, list[str]]:
    """All rows beside each other; and who is missing, and why."""
    everybody = [*map(ours, places), *peers(places)]
    absent = [each for each in everybody if isinstance(each, str)]
    rows = [each for each in everybody if isinstance(each, Row) and wanted(each, given)]
    with ExitStack() as stack:
        servers = [stack.enter_context(running(each)) for each in rows]
        loads = [load for each in QUESTIONS if each.name in given.questions for load in same(each, servers, scale)]
        found = measured(loads, CLIENTS, given.rounds, given.seconds)
    return Compared("Live, beside others", found, ratios(found)), absent


def wanted(row: Row, given: Namespace) -> bool:
    """Ours takes part always: it makes the views that the others read."""
    return not given.rows or row.name == OURS or any(word.lower() in row.name.lower() for word in given.rows)


@contextmanager
def running(row: Row) -> Iterator[Server]:
    """The server of a row. Ours come first, and make the views that all the others read."""
    with served(row, ("plan", {"id": plan_id(0)})) as server:
        if dsn := row.environment.get("OPSLEDGER_DATABASE"):
            vacuum(dsn)
        yield server


def vacuum(dsn: str) -> None:
    """So that it does not happen while somebody is measured."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


def same(question: Question, servers: Sequence[Server], scale: Scale) -> Iterator[Load]:
    """The loads of a question. Raises ValueError when somebody gives another answer than the first."""
    expected: list[object] = []
    for server in (each.asked_by(question.reader) for each in servers if each.row.knows(question.name)):
        told = list(asked(question, scale, server.ask))
        answers = [canonical(answer) for _, answer in told]
        expected = expected or answers
        if answers != expected:
            pair = next((pair for pair in zip(expected, answers, strict=False) if pair[0] != pair[1]), "not as many")
            raise ValueError(f"{server.row.label} answers {question.name} otherwise: {pair}")
        requests = [server.request(question.name, variables) for variables, _ in told]
        yield Load(server.row.label, server, question, requests)


def past(short: Place, new_database: NewDatabase, given: Namespace, scale: Scale) -> Compared:
    """Our own server with the history as it is, and beside it the one with the longer history."""
    with (
        place(short.database, new_database, scale._replace(history=LONGER)) as long,
        running(history.row(short, "short")) as before,
        running(history.row(long, "long")) as after,
    ):
        chosen = [each for each in QUESTIONS if each.name in given.questions]
        found = history.compared(before, after, chosen, scale, CLIENTS[0], given.rounds, given.seconds)
    return Compared(f"A history {LONGER} times as long, {short.database}", found, history.judged(found))


def version(places: Sequence[Place]) -> str | None:
    """Which PostgreSQL takes part."""
    for each in places:
        if each.database == POSTGRES:
            with psycopg.connect(each.target) as connection:
                return connection.info.parameter_status("server_version")
    return None
