"""The floor: an endpoint for each question, whose one statement of SQL has the database write the whole answer.

`python -m benchmarks.reads.peers.floor.app DATABASE PORT`, where DATABASE is a file of views or a PostgreSQL address.
Where our tables say who may see a row, the statement says it as well, for the `reader` of the request.
As in our own server, uvicorn runs the event loop and threads talk to the database; the settings are the same.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import local
from typing import Any

import apsw
import orjson
import psycopg
import uvicorn
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.reads.readers import READERS

THREADS = 4
KNOWN = {sha256(token.encode()).hexdigest(): person for token, person in READERS.items()}
"""What the floor keeps of the tokens that it knows: whose they are, by their hashes."""

Ask = Callable[[str, Mapping[str, Any]], bytes | None]


class Untouched(Loader):
    """JSON as the bytes that the database sent."""

    def load(self, data: Buffer) -> bytes:
        return bytes(data)


def statements(dialect: str) -> dict[str, str]:
    """The SQL of each question."""
    return {file.stem: file.read_text() for file in (Path(__file__).parent / dialect).glob("*.sql")}


def sqlite_views(path: str) -> Ask:
    """Asks a file of views, with a connection for each thread."""
    connections, known = local(), statements("sqlite")

    def ask(question: str, values: Mapping[str, Any]) -> bytes | None:
        if not hasattr(connections, "mine"):
            connections.mine = apsw.Connection(path)
            connections.mine.execute("PRAGMA cache_size=-65536")
            connections.mine.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
        row = connections.mine.execute(known[question], values).fetchone()
        return row[0].encode() if row else None

    return ask


def postgres_views(dsn: str) -> Ask:
    """Asks the schema of views, with a connection for each thread; psycopg prepares the statements."""
    connections, known = local(), statements("postgres")

    def ask(question: str, values: Mapping[str, Any]) -> bytes | None:
        if not hasattr(connections, "mine"):
            connections.mine = psycopg.connect(dsn, autocommit=True)
            connections.mine.adapters.register_loader("json", Untouched)
            connections.mine.execute("SET search_path TO views")
            connections.mine.execute("SET timezone TO 'UTC'")
            connections.mine.execute("SET jit TO off")
        row = connections.mine.execute(known[question], values).fetchone()
        return row[0] if row else None

    return ask


def app(ask: Ask) -> Starlette:
    """POST /QUESTION with its values as JSON."""
    threads = ThreadPoolExecutor(THREADS)

    async def answer(request: Request) -> Response:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        reader = KNOWN.get(sha256(token.encode()).hexdigest())
        if scheme != "Bearer" or reader is None:
            return Response(status_code=401)
        values = {"after": None, "reader": reader, **orjson.loads(await request.body())}
        question = request.path_params["question"]
        text = await asyncio.get_running_loop().run_in_executor(threads, ask, question, values)
        return Response(text, 200 if text else 404, media_type="application/json")

    return Starlette(routes=[Route("/{question}", answer, methods=["POST"])])


def main() -> None:
    database, port = sys.argv[1:]
    ask = postgres_views(database) if database.startswith("postgresql:") else sqlite_views(database)
    uvicorn.run(app(ask), host="127.0.0.1", port=int(port), log_level="warning")


if __name__ == "__main__":
    main()
