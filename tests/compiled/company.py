"""A company with a rich history, as it runs, and everybody who may ask it something."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

import httpx
import msgspec

from application.command import Command
from domain.organisation.state import ORGANISATION
from domain.shared.ids import ADMINISTRATOR
from domain.shared.term import Role
from domain.shared.values import civil
from graphql_api.app import create_app
from graphql_api.schema import print_schema
from opsledger.compose import Product, product
from opsledger.demo import fill
from opsledger.demo.people import HQ, PERSONAS, PRESIDENT, STAFF
from opsledger.settings import Settings
from tests.compiled.arguments import CursorOf
from tests.compiled.cursors import Cursors
from tests.compiled.history import History, Row
from tests.compiled.interpreter import Answer, Interpreter, refusals_told
from tests.compiled.kinds import Kinds, camel
from tests.compiled.mischief import SPARED, Mischief
from tests.compiled.operations import Operation
from tests.compiled.pools import Pools
from tests.compiled.reading import Present, Reading
from tests.compiled.visibility import Viewer

PRESENT = datetime(2026, 11, 16, 4, tzinfo=UTC)
ADMIN = "the-administrator's-token"
PRANKS = 900
"""How many acts are tried beside the company's own story."""
RIGHTS: Mapping[tuple[Role, ...], tuple[tuple[str, ...], ...]] = {
    **{(role,): ((),) for role in Role if not role.by_relation and role not in (Role.SYSTEM, Role.DDM)},
    (Role.EMP,): ((), ("plan",), ("token", "issue"), ("goal", "authority")),
    (Role.AUD,): ((), ("goal", "token")),
    (Role.ADM,): ((), ("issue", "authority")),
    (Role.INT,): ((), ("plan", "issue"), ("token",)),
    (Role.INT, Role.EMP): ((), ("plan",)),
    (Role.INT, Role.AUD): ((), ("organisation",)),
}
"""The scopes of the tokens of people who hold just these roles by position."""


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
            yield Caller(bearer, Viewer(known.person, known.roles, known.scopes))

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
        assert response.status_code in (200, 294) and not codes & {"INTERNAL", "UNAVAILABLE"}, response.text
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
            str(field.type): name for name, field in self.kinds.type("Query").fields.items() if name[:2] != "my"
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


@contextmanager
def company(settings: Settings) -> Iterator[Company]:
    """A company with a year of stories behind it, and some mischief."""
    now = PRESENT - timedelta(days=8)
    with product(settings, lambda: now) as running:
        fill(running)
        hire(running)
        mischief = Mischief(running.ledger, records(running), [*STAFF])
        for _ in range(PRANKS):
            mischief.attempt()
            now += timedelta(minutes=11)
        assert running.runner.wait(running.feed.head(), 60)
        with closing(Company(running)) as asked:
            yield asked


def records(running: Product) -> dict[str, list[str]]:
    """The ids of the records of each room, but for those of our own callers."""
    found: dict[str, dict[str, None]] = {room: {} for room in running.ledger.rooms}
    for recorded in running.feed.log(0, 1_000_000):
        found[recorded.type.partition(".")[0]][recorded.record] = None
    return {room: [id for id in ids if not id.startswith(SPARED)] for room, ids in found.items()}


def hire(running: Product) -> None:
    """Hire somebody with each of the rights, and give out their tokens."""

    def do(act: str, record: str | None = None, **inputs: Any) -> None:
        given = msgspec.to_builtins(inputs)
        running.ledger.do(Command(act=act, actor=ADMINISTRATOR, record=record, inputs=given))

    for roles, narrowed in RIGHTS.items():
        id = "-".join((SPARED, *roles))
        do("organisation.define_position", ORGANISATION, position=id, name=id, label=id, roles=roles)
        do("organisation.hire_person", ORGANISATION, person=id, name=id, unit=HQ, superior=PRESIDENT, position=id)
        for scopes in narrowed:
            hash = sha256("-".join((id, *scopes)).encode()).hexdigest()
            until = civil(PRESENT) + timedelta(days=300)
            token = "-".join((id, *scopes))
            do("token.issue", token, person=id, label="to ask", hash=hash, expires_on=until, scopes=scopes)


def bearers() -> Iterator[str]:
    """Every token that was given out."""
    yield ADMIN
    yield from (persona.token for persona in PERSONAS)
    for roles, narrowed in RIGHTS.items():
        yield from ("-".join((SPARED, *roles, *scopes)) for scopes in narrowed)
