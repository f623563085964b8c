"""A product behind the server of the program, in a thread."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from graphql_api.app import create_app
from opsledger.listening import Server
from tests.api.running import Running


@contextmanager
def served(product: Running) -> Iterator[tuple[str, int]]:
    """Its address, until the end of the block; then the server must have stopped in good order."""
    app = create_app(product)
    server, door = Server(app, app), socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([door],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield door.getsockname()
    finally:
        server.should_exit = True
        thread.join(30)
    assert not thread.is_alive()
