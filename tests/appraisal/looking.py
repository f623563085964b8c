"""What of an appraisal somebody finds, whichever way they ask, and what they should by the rule (APPR-29)."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from functools import cache
from typing import Any

import pytest
from graphql import get_named_type

from application.command import Command
from application.feeds.sight import Sight
from domain.appraisal.form_events import FormEvent
from domain.appraisal.state import Appraisal
from domain.shared.ids import PersonId
from domain.shared.refusal import Refused
from domain.shared.term import Role
from projections.views import Reader, Row
from projections.visibility import Viewer
from tests.api.running import Client, client, token
from tests.api.test_company import LISTS, SCHEMA, selection
from tests.appraisal.company import STAFF
from tests.appraisal.running import CLOSED_ROOMS, Play

CLOSED_LISTS = ("appraisals", "appraisalForms", "appraisalImprovements", "appraisalConsequences", "appraisalCycles",
                "peerEvaluations")  # fmt: skip
LINE = ("sue", "sam", "boss")
HUMAN_RESOURCES = ("hana", "hugo", "hedy")
STRANGERS = ("dora", "vera")
ROLES = {person: frozenset({Role.EMP, role}) for person, (_, _, role) in STAFF.items()}
YEAR = 'starts: "2026-01-01", ends: "2026-12-31"'
FIGURES = f"""{{
  kpis({YEAR}) {{ id figures {{ value rows leftOut {{ rows }} working(first: 100) {{ id key }} }} }}
  overview({YEAR}) {{ boards {{ tiles {{ key count counts {{ value rows }} rows(first: 100) {{ id key }} }} }} }}
  cockpit(unitId: "sales", {YEAR}) {{ boards {{ tiles {{ count rows(first: 100) {{ key }} }} }} }}
}}"""


def asking(play: Play, bearer: str, scene: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    """What a scene with somebody's client gives."""

    async def whole() -> Any:
        async with client(play.app, bearer) as somebody:
            return await scene(somebody)

    return asyncio.run(whole())


@cache
def whole_list(name: str) -> str:
    """The query for every row of a list with every field."""
    assert SCHEMA.query_type
    nodes = get_named_type(SCHEMA.query_type.fields[name].type).fields["nodes"].type
    return f"{{ {name}(first: 100) {{ totalCount nodes {selection(nodes, 1)} }} }}"


def everything(play: Play, bearer: str) -> str:
    """All that the API tells somebody: every list with every field, all figures and boards, as text."""

    async def scene(somebody: Client) -> str:
        told = []
        for name in LISTS:
            answer = (await somebody.post(whole_list(name))).json()
            no = [each["extensions"]["code"] for each in answer.get("errors", ())]
            assert no in ([], ["authority.readers"]), answer  # some lists are for auditors alone
            told.append(answer["data"])
        told.append(await somebody.ask(FIGURES))
        return json.dumps(told, ensure_ascii=False)

    found: str = asking(play, bearer, scene)
    return found


def counts(play: Play, bearer: str) -> dict[str, int]:
    """How many rows of what is closed somebody may count."""
    query = " ".join(f"{name}(first: 1) {{ totalCount }}" for name in CLOSED_LISTS)
    found = asking(play, bearer, lambda somebody: somebody.ask(f"{{ {query} }}"))
    return {name: each["totalCount"] for name, each in found.items()}


def may_see(person: str, appraisal: Appraisal) -> bool:
    """The rule of APPR-29 for a whole appraisal, said plainly."""
    if person == "audra":
        return True
    if person == appraisal.subject:
        return appraisal.delivered_at is not None
    return person in HUMAN_RESOURCES or person in appraisal.line


def check_every_moment(plays: Play) -> None:
    """At the positions where something became of appraisals, everybody sees exactly the rows that the rule says."""
    log = plays.company.log()
    states: dict[str, Appraisal] = {}
    room = next(each for each in plays.views.rooms if each.name == "appraisal")
    moments = [each.position for each in log if each.type.startswith(CLOSED_ROOMS)]
    checked = set(moments[::7]) | set(moments[-12:])
    forms: dict[int, tuple[str, str | None]] = {}
    for recorded in log:
        event = recorded.envelope.event
        if recorded.type.startswith("appraisal."):
            state = room.apply(states.get(recorded.record), event, recorded.envelope.stamp(recorded.record))
            states[recorded.record] = state
            forms[recorded.position] = (recorded.record, event.form if isinstance(event, FormEvent) else None)
        if recorded.position in checked:
            for person, roles in ROLES.items():
                reader = plays.views.as_seen_by(Viewer(person, roles), recorded.position)
                check_rows(reader, person, states, forms)


def check_rows(
    reader: Reader, person: str, states: dict[str, Appraisal], forms: dict[int, tuple[str, str | None]]
) -> None:
    """What the views show of appraisals and their events is what the rule says, no more and no less."""
    if person == "ida":
        visible, sheets = set[str](), set[str]()
    else:
        visible = {id for id, each in states.items() if may_see(person, each)}
        sheets = {id for id, each in states.items() if id in visible or person == each.subject}
    assert {row["id"] for row in reader.rows("appraisal")} == visible
    assert {row["appraisal"] for row in reader.rows("appraisal_form")} == sheets
    shown = {row["position"] for row in reader.rows("event") if row["room"] == "appraisal"}
    assert shown == {at for at, (id, form) in forms.items() if id in (sheets if form else visible)}
    work: list[Row] = [row for row in reader.rows("work_item") if row["room"] == "appraisal"]
    assert {row["record"] for row in work} <= sheets
    assert all(row["record"] in visible or row["part"] for row in work)
    signed = [row for row in reader.rows("signature") if row["room"] == "appraisal"]
    assert all(row["record"] in (sheets if row["part"] else visible) for row in signed)
    colleagues = {"rita": {"peer-1"}, "otto": {"silent-1"}}
    above = person in LINE or person in HUMAN_RESOURCES or person == "audra"
    assert {row["id"] for row in reader.rows("peer_evaluation")} <= (
        {"peer-1", "silent-1"} if above else colleagues.get(person, set())
    )


def refusal(play: Play, act: str, person: str, record: str, **rest: Any) -> Refused:
    """Why the person may not do the act to that record."""
    with pytest.raises(Refused) as no:
        play.running.ledger.do(Command(act=act, actor=PersonId(person), record=record, **rest))
    return no.value


def seen_of_ron(plays: Play, person: str) -> tuple[int, int, int, list[str]]:
    """How many appraisals, forms and evaluations by colleagues of Ron somebody sees; which acts wait for them."""
    plays.show()
    of = 'first: 50, filter: {subjectId: {eq: "ron"}}'
    query = f"""{{ appraisals({of}) {{ totalCount }} appraisalForms({of}) {{ totalCount }}
        peerEvaluations({of}) {{ totalCount }}
        myTasks(first: 50, filter: {{act: {{eq: "appraisal.confirm_objectives"}}}}) {{ nodes {{ act }} }} }}"""
    found = asking(plays, token(person), lambda caller: caller.ask(query))
    seen = (found[name]["totalCount"] for name in ("appraisals", "appraisalForms", "peerEvaluations"))
    return (*seen, [each["act"] for each in found["myTasks"]["nodes"]])


def check_followed(plays: Play, person: str) -> None:
    """Whoever follows the log is shown the events that the views show."""
    caller = plays.running.access.authenticate(token(person))
    assert caller is not None
    viewer = Viewer(caller.person, caller.roles, caller.scopes, caller.in_place_of)
    shown = {row["position"] for row in plays.views.as_seen_by(viewer).rows("event", columns=["position"])}
    sight = Sight(plays.running.ledger)
    assert {each.position for each in plays.running.ledger.store.log(0, 10_000) if sight.may_see(caller, each)} == shown
