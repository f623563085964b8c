"""A company with a rich history, as it runs, and everybody who may ask it something."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import httpx

from domain.shared.term import Role
from domain.shared.values import civil
from graphql_api.app import create_app
from graphql_api.schema import print_schema
from opsledger.compose import Product
from tests.compiled.arguments import CursorOf
from tests.compiled.cursors import Cursors
from tests.compiled.history import History, Row
from tests.compiled.interpreter import Answer, Interpreter, refusals_told
from tests.compiled.kinds import Kinds, camel
from tests.compiled.operations import LEFT_OUT, Operation
from tests.compiled.pools import Pools
from tests.compiled.reading import Present, Reading
from tests.compiled.story import bearers
from tests.compiled.visibility import Viewer


class Caller(NamedTuple):
    """Somebody who asks, by a token."""

    bearer: str
    viewer: Viewer


class Company:
    """A running product, and what its log says."""

    def __init__(self, running: Product) -> None:
        self.product = running
        self.interpreter = Interpreter(print_schema(running.ledger.rooms.values()))
        self.kinds = Kinds(self.interpreter.schema, running.ledger.rooms.values())
        self.history = History(self.kinds, running.feed.log(0, 1_000_000))
        self.pools = Pools(self.kinds, self.history)
        self.cursors = Cursors()
        self.callers = [caller for bearer in bearers() for caller in self._known(bearer)]
        self.auditor = next(each for each in self.callers if Role.AUD in each.viewer.roles and not each.viewer.scopes)
        self._asked: dict[tuple[str, Any], list[str]] = {}
        self._loop = asyncio.Runner()
        transport = httpx.ASGITransport(create_app(running))
        self._http = httpx.AsyncClient(transport=transport, base_url="http://opsledger.test")

    def _known(self, bearer: str) -> Iterator[Caller]:
        """Who is known by the token: nobody who has left, or holds no role."""
        if known := self.product.access.authenticate(bearer):
            yield Caller(bearer, Viewer(known.person, known.roles, known.scopes, known.in_place_of))

    def close(self) -> None:
        """Ask nothing any more."""
        self._loop.run(self._http.aclose())
        self._loop.close()

    def reading(self, caller: Caller) -> Reading:
        """What the caller may read now, in the eyes of the interpreter."""
        present = Present(civil(self.product.ledger.clock()), self._allowed)
        return Reading(
            self.kinds, self.history, caller.viewer, present, self.cursors.place, self.cursors.name, self.history.head
        )

    def answer(self, caller: Caller, text: str, variables: Mapping[str, Any], name: str | None = None) -> Answer:
        """What the API tells the caller. AssertionError for an answer that is neither data nor a refusal."""
        body = {"query": text, "variables": variables, "operationName": name}
        headers = {"Authorization": f"Bearer {caller.bearer}", "Accept": "application/graphql-response+json"}
        response = self._loop.run(self._http.post("/graphql", json=body, headers=headers))
        told = response.json()
        codes = {error["extensions"]["code"] for error in told.get("errors", ())}
        fine = response.status_code in (200, 294) and not codes & {"INTERNAL", "UNAVAILABLE"}
        assert fine, f"{response.text}\n{text}\n{json.dumps(variables, ensure_ascii=False)}\n{caller}"
        return Answer(told["data"], refusals_told(told.get("errors", ())))

    def settled(self, operation: Operation) -> Operation:
        """The operation with the texts of its cursors, which the auditor is told."""
        text, variables = operation.text, json.dumps(operation.variables)
        for name, cursor in operation.cursors.items():
            told = self._cursor(cursor)
            text, variables = text.replace(name, told), variables.replace(name, told)
        return operation._replace(text=text, variables=json.loads(variables))

    def _cursor(self, wanted: CursorOf) -> str:
        """The text of the cursor; one of no list where there is no such row."""
        if (wanted.kind, wanted.order) not in self._asked:
            self._asked[wanted.kind, wanted.order] = self._all_cursors(wanted)
        known = self._asked[wanted.kind, wanted.order]
        return known[wanted.number % len(known)] if known else "nowhere"

    def _all_cursors(self, wanted: CursorOf) -> list[str]:
        order = ", ".join(f"{{field: {field}, direction: {direction}}}" for field, direction in wanted.order)
        text = f"{{ page: {self.list_of(wanted.kind)}(first: 100, orderBy: [{order}]) {{ edges {{ cursor }} }} }}"
        told = self.answer(self.auditor, text, {}).data["page"]["edges"]
        meant = self.interpreter.answer(self.reading(self.auditor), text, {}).data["page"]["edges"]
        assert len(told) == len(meant), text
        for one, other in zip(told, meant, strict=True):
            assert self.cursors.learn(one["cursor"], other["cursor"]), (text, one, other)
        return [each["cursor"] for each in told]

    def list_of(self, kind: str) -> str:
        """The field of the query that lists all rows of a kind."""
        lists: dict[str, str] = {
            str(field.type): name
            for name, field in self.kinds.type("Query").fields.items()
            if name[:2] != "my" and name not in LEFT_OUT
        }
        return lists[f"{kind}Connection!"]

    def _allowed(self, person: str, row: Row) -> list[dict[str, str]]:
        """What the ledger says that the person may do to a row, in the words of the API."""
        kind, ledger = self.kinds.by_name[row.kind], self.product.ledger
        assert kind.room
        aim = (row.value(kind.room.name), row.id) if kind.part else (row.id, None)
        acts = [kind.room.acts[verb] for verb in ledger.allowed(person, kind.room, *aim)]
        part = kind.part.name if kind.part else None
        return [
            {"act": act.name, "mutation": camel(f"{act.room}_{act.verb}"), "label": act.label.en, "labelZh": act.zh}
            for act in acts if act.part == part
        ]  # fmt: skip
