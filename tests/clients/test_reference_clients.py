"""The reference implementations of the protocols that we speak find nothing to object to."""

import json
from pathlib import Path

from application.command import Command
from domain.shared.ids import ADMINISTRATOR
from tests.api.running import ADMIN, running
from tests.clients.conftest import Node, lines
from tests.hostile.serving import served


def test_the_reference_implementations_are_content(node: Node, tmp_path: Path) -> None:
    with running(str(tmp_path), str(tmp_path)) as product, served(product) as (host, port):
        url = f"http://{host}:{port}/graphql"
        results = json.loads(node("reference", "node", "audit.mjs", url, ADMIN))
        assert len(results) >= 60
        assert [each for each in results if each["status"] != "ok"] == []
        for number in range(3):
            inputs = {"name": f"Garden {number}", "area": "5"}
            product.ledger.do(Command(act="garden.open", actor=ADMINISTRATOR, inputs=inputs))
        for protocol in ("ws", "sse"):
            events = lines(node("reference", "node", "follow.mjs", protocol, url, ADMIN, "1", "2"))
            assert [(each["sequence"], each["type"]) for each in events] == [
                (2, "opsledger.garden.opened"),
                (3, "opsledger.garden.opened"),
            ]
