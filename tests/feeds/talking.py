"""Somebody who speaks graphql-transport-ws."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.api.running import ADMIN
from tests.feeds.serving import Served

PROTOCOL = Subprotocol("graphql-transport-ws")


class Talk:
    """An open line."""

    def __init__(self, line: ClientConnection) -> None:
        self.line = line

    def say(self, **message: Any) -> None:
        self.line.send(json.dumps(message))

    def hear(self) -> Any:
        """The next message that is no sign of life."""
        while True:
            message = json.loads(self.line.recv(timeout=20))
            if message["type"] not in ("ping", "pong"):
                return message

    def subscribe(self, query: str, **variables: Any) -> None:
        self.say(id="1", type="subscribe", payload={"query": query, "variables": variables})

    def told(self) -> Any:
        """What the only field of the next result says."""
        message = self.hear()
        assert message["type"] == "next" and "errors" not in message["payload"], message
        (told,) = message["payload"]["data"].values()
        return told


@contextmanager
def talking(served: Served, bearer: str | None = ADMIN) -> Iterator[Talk]:
    """A line on which one has said who one is; without a token, one on which nothing was said."""
    with connect(served.url.replace("http", "ws") + "/graphql", subprotocols=[PROTOCOL]) as line:
        talk = Talk(line)
        if bearer is not None:
            talk.say(type="connection_init", payload={"Authorization": f"Bearer {bearer}"})
            assert talk.hear() == {"type": "connection_ack"}
        yield talk
