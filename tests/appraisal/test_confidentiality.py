"""Nobody learns of an appraisal who may not, whichever way they ask, on either database (APPR-04, APPR-12, APPR-29)."""

import asyncio
import json
from contextlib import aclosing
from typing import Any

import pytest

from application.access import Caller
from application.feeds.sight import Sight
from domain.appraisal.state import Appraisal
from domain.shared.ids import PersonId
from graphql_api.feed import streams
from graphql_api.names import opaque
from graphql_api.requests import well_formed
from projections.filters import EVERYTHING, Compare, Filter, Op
from projections.visibility import Viewer
from tests.api.running import ADMIN, Client, token
from tests.appraisal.following import check_following
from tests.appraisal.looking import ROLES, STRANGERS, asking, check_every_moment, counts, everything, refusal
from tests.appraisal.running import CLOSED_ROOMS, PROGRAM, Play


def test_at_every_moment_everybody_sees_exactly_the_rows_that_the_rule_says(plays: Play) -> None:
    check_every_moment(plays)


def test_who_follows_the_log_is_shown_the_events_that_the_views_show(plays: Play) -> None:
    ledger = plays.running.ledger
    sight, log = Sight(ledger), ledger.store.log(0, 10_000)
    narrowed = [Caller(PersonId(who), ROLES[who], frozenset({"appraisal", "plan"})) for who in ("hana", "sue", "audra")]
    wide = [Caller(PersonId(who), roles) for who, roles in ROLES.items()]
    program = [Caller(PersonId("ida"), ROLES["ida"], frozenset(scopes)) for scopes in (CLOSED_ROOMS, {"organisation"})]
    for caller in (*wide, *narrowed, *program, Caller(PersonId("gone"), frozenset())):
        viewer = Viewer(caller.person, caller.roles, caller.scopes)
        shown = {row["position"] for row in plays.views.as_seen_by(viewer).rows("event", columns=["position"])}
        assert {each.position for each in log if sight.may_see(caller, each)} == shown, caller


@pytest.mark.parametrize("person", STRANGERS)
def test_a_stranger_finds_no_trace_of_it_in_anything_that_can_be_asked(plays: Play, person: str) -> None:
    told = everything(plays, token(person))
    for trace in ("Secret", "Whispered", "peer-1", plays.appraisal, opaque("Appraisal", plays.appraisal)):
        assert trace not in told


ON_THE_WHOLE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("appraisal.void", {"reason": "x"}),
    ("appraisal.deliver", {}),
    ("appraisal.acknowledge", {"answer": "AGREE"}),
    ("appraisal.return_evaluation", {"comment": "x"}),
)
ON_THE_FORM: tuple[tuple[str, dict[str, Any]], ...] = (
    ("appraisal.return_self_assessment", {"comment": "x"}),
    ("appraisal.waive_self_assessment", {"reason": "x"}),
)


@pytest.mark.parametrize("seen", [None, 1])
@pytest.mark.parametrize("person", [*STRANGERS, "ron", "ida"])
def test_a_refusal_does_not_tell_that_there_is_one(plays: Play, person: str, seen: int | None) -> None:
    (form,) = plays.company.get(Appraisal, plays.appraisal).forms
    for act, inputs in ON_THE_WHOLE if person == "ron" else ON_THE_WHOLE + ON_THE_FORM:
        rest = {"inputs": inputs, "part": form, "on_behalf_of": "hugo" if seen else None, "expected_version": seen}
        true, made_up = (refusal(plays, act, person, id, **rest) for id in (plays.appraisal, "appraisal-none"))
        assert true.message == f"There is no appraisal {plays.appraisal}."
        assert made_up.message == "There is no appraisal appraisal-none."
    logged = {no.code for _, no in plays.running.ledger.store.refusals(0, 10_000) if no.stream == plays.appraisal}
    why = {"ron": "lifecycle.invalid_state", "ida": "authority.integrator"}.get(person, "authority.not_permitted")
    assert logged >= {"ledger.conflict" if seen else why}


def test_the_administrator_is_told_neither_what_was_refused_about_it_nor_that_an_auditor_read_it(plays: Play) -> None:
    refusal(plays, "appraisal.deliver", "dora", plays.appraisal)
    question = """query Books($id: ID!) {
        appraisal(id: $id) { key }
        plainly: refusals(first: 100) { act record facts } named: refusals(first: 9, filter: {recordId: $id}) { code }
        auditorReads(first: 100) { fields records } read: auditorReads(first: 9, filter: {recordId: $id}) { fields }
    }"""

    async def books(somebody: Client) -> Any:
        return await somebody.ask(question, id=plays.appraisal)

    asking(plays, token("audra"), books)
    told, nothing = asking(plays, token("audra"), books), asking(plays, ADMIN, books)
    assert plays.appraisal in {line["record"] for line in told["plainly"]} and told["named"]
    assert [plays.appraisal] in [line["records"] for line in told["auditorReads"]] and told["read"]
    assert plays.appraisal not in json.dumps(nothing) and "appraisal." not in json.dumps(nothing["plainly"])
    assert (nothing["named"], nothing["read"]) == ([], [])
    assert len(nothing["auditorReads"]) == len(told["auditorReads"]), "that there was a read is told, not of what"


def test_what_is_counted_for_operators_tells_nobody_what_became_of_appraisals(plays: Play) -> None:
    async def counted(somebody: Client) -> str:
        too_early = f'appraisalFinalise(input: {{id: "{plays.appraisal}"}})'
        await somebody.ask(f"mutation {{ {too_early} {{ refusal {{ code }} }} }}")
        return (await somebody.http.get("/metrics")).text

    lines = asking(plays, token("hugo"), counted).splitlines()
    assert [line for line in lines if line.startswith('opsledger_commands_total{act="closed",outcome="refused"}')]
    assert not [line for line in lines if "appraisal" in line]


def test_a_refusal_on_the_form_tells_the_subject_nothing_of_the_result(plays: Play) -> None:
    (form,) = plays.company.get(Appraisal, plays.appraisal).forms
    rest = {"part": form, "inputs": {"reason": "x"}}
    no = refusal(plays, "appraisal.waive_self_assessment", "ron", plays.appraisal, **rest)
    assert no.reason.code == "authority.own_matter"
    late = refusal(plays, "appraisal.waive_self_assessment", "ron", plays.appraisal, **rest, expected_version=1)
    assert (late.reason.code, late.facts["events"]) == ("ledger.conflict", ["appraisal.form.self_assessment_submitted"])


FOLLOWED = (
    "changes(after: 0) { caughtUp events { subject data } }",
    "appraisalsChanged(after: 0) { caughtUp changes { id parts events { data } appraisal { id } } }",
    "peerEvaluationsChanged(after: 0) { caughtUp changes { id events { data } } }",
    "myTasksChanged(after: 0) { caughtUp changes { id parts events { data } workItem { id } } }",
)


@pytest.mark.parametrize("field", FOLLOWED)
@pytest.mark.parametrize("person", [*STRANGERS, "ida"])
def test_a_stranger_who_follows_is_told_nothing_of_it(plays: Play, person: str, field: str) -> None:
    bearer = PROGRAM if person == "ida" else token(person)

    async def told() -> str:
        results = plays.app.operations.results(bearer, well_formed({"query": f"subscription {{ {field} }}"}))
        said = ""
        async with aclosing(results):
            while '"caughtUp":true' not in said:
                said += (await anext(results)).decode()
        return said

    said = asyncio.run(told())
    for trace in ("Secret", "Whispered", "peer-1", plays.appraisal):
        assert trace not in said


@pytest.mark.parametrize(
    ("person", "table", "field", "mine"),
    [
        ("ron", "work_item", "myTasksChanged", Compare("person", Op.EQ, "ron")),
        ("ron", "appraisal", "appraisalsChanged", EVERYTHING),
        ("sue", "appraisal", "appraisalsChanged", EVERYTHING),
    ],
)
def test_rows_that_come_and_go_are_told_though_the_event_behind_it_may_not_be_seen(
    plays: Play, monkeypatch: pytest.MonkeyPatch, person: str, table: str, field: str, mine: Filter
) -> None:
    monkeypatch.setattr(streams, "PAGE", 1)
    monkeypatch.setattr(streams, "AT_ONCE", 1)
    check_following(plays, person, table, field, mine)


def test_an_integrator_with_a_token_for_it_finds_nothing(plays: Play) -> None:
    assert set(counts(plays, PROGRAM).values()) == {0}
    told = everything(plays, PROGRAM)
    assert "appraisal." not in told
    assert plays.appraisal not in told


def test_nobody_unknown_is_answered(plays: Play) -> None:
    async def scene(nobody: Client) -> int:
        return (await nobody.post("{ appraisals(first: 1) { totalCount } }")).status_code

    assert asking(plays, "made-up", scene) == 401


def test_the_subject_knows_the_form_and_nothing_of_the_result_before_it_is_delivered(plays: Play) -> None:
    told = everything(plays, token("ron"))
    for trace in ("Secret", "Whispered", "peer-1", "silent-1", "peer_evaluation.", "appraisal.scored",
                  "superior_evaluation", '"SCORED"', '"SUPERIOR_EVALUATED"'):  # fmt: skip
        assert trace not in told, trace
    seen = counts(plays, token("ron"))
    assert (seen["appraisalForms"], seen["appraisals"], seen["peerEvaluations"]) == (1, 0, 0)


def test_a_member_of_human_resources_is_kept_from_their_own_until_then(plays: Play) -> None:
    def of(person: str) -> str:
        return f'appraisals(first: 50, filter: {{subjectId: {{eq: "{person}"}}}}) {{ totalCount }}'

    found = asking(plays, token("hedy"), lambda hedy: hedy.ask(f"{{ own: {of('hedy')} other: {of('hugo')} }}"))
    assert (found["own"]["totalCount"], found["other"]["totalCount"]) == (0, 1)


def test_a_subject_to_whom_the_superior_delegates_is_kept_from_their_own_too(plays: Play) -> None:
    ron = Viewer("ron", ROLES["ron"], in_place_of=frozenset({("appraisal", "sue")}))
    seen = {row["subject"] for row in plays.views.as_seen_by(ron).rows("appraisal")}
    assert seen and "ron" not in seen


def test_a_colleague_sees_their_own_evaluation_alone(plays: Play) -> None:
    told = everything(plays, token("rita"))
    assert "Whispered" in told
    assert "silent-1" not in told
    assert "Secret" not in told
    mine = (
        "{ peerEvaluations(first: 9) { totalCount nodes { key appraisal { id } history(first: 9) { totalCount } } } }"
    )
    found = asking(plays, token("rita"), lambda rita: rita.ask(mine))["peerEvaluations"]
    assert (found["totalCount"], found["nodes"][0]["key"], found["nodes"][0]["appraisal"]) == (1, "peer-1", None)


@pytest.mark.parametrize("person", ["ron", "vera"])
def test_neither_by_its_id_nor_through_what_leads_to_it(plays: Play, person: str) -> None:
    id = opaque("Appraisal", plays.appraisal)
    query = """query Look($id: ID!, $key: ID!) {
        node(id: $id) { id } nodes(ids: [$id]) { id } appraisal(id: $key) { id }
        person(id: "ron") {
            appraisalsBySubject(first: 9) { totalCount } peerEvaluationsBySubject(first: 9) { totalCount }
        }
        unit(id: "sales") { appraisalsByDepartment(first: 9) { totalCount } }
        events(first: 9, filter: {room: {eq: "appraisal"}, actorId: {in: ["hugo", "sue", "rita"]}}) { totalCount }
        signatures(first: 9, filter: {room: {eq: "appraisal"}, signerId: {in: ["hugo", "sue"]}}) { totalCount }
        workItems(first: 9, filter: {room: {eq: "appraisal"}, role: {eq: HR}}) { totalCount }
        myTasks(first: 9, filter: {act: {eq: "appraisal.deliver"}}) { totalCount }
        myNotices(first: 9, filter: {room: {eq: "appraisal"}}) { totalCount }
    }"""
    found = asking(plays, token(person), lambda caller: caller.ask(query, id=id, key=plays.appraisal))
    assert (found["node"], found["nodes"], found["appraisal"]) == (None, [None], None)
    for counted in (*found["person"].values(), found["unit"]["appraisalsByDepartment"], found["events"],
                    found["signatures"], found["workItems"], found["myTasks"], found["myNotices"]):  # fmt: skip
        assert counted["totalCount"] == 0


def test_the_subject_reads_and_acts_on_the_form_before_the_delivery(plays: Play) -> None:
    query = """{ appraisalForms(first: 9) { nodes { key appraisal { id } indicators { name weight }
        history(first: 9) { nodes { type partId } } approvals(first: 9) { nodes { round signer { key } } } } } }"""
    (form,) = asking(plays, token("ron"), lambda ron: ron.ask(query))["appraisalForms"]["nodes"]
    assert form["appraisal"] is None
    assert len(form["indicators"]) == 4
    assert [each["type"] for each in form["history"]["nodes"]] == ["appraisal.form.self_assessment_submitted"]
    assert [each["signer"]["key"] for each in form["approvals"]["nodes"]] == ["ron"]


@pytest.mark.parametrize("person", ["sue", "sam", "boss", "hugo", "audra"])
def test_those_who_may_do_see_it(plays: Play, person: str) -> None:
    query = (
        f'{{ appraisal(id: "{plays.appraisal}") {{ score superior {{ key }} history(first: 50) {{ totalCount }} }} }}'
    )
    found = asking(plays, token(person), lambda caller: caller.ask(query))["appraisal"]
    assert (found["score"], found["superior"]["key"]) == ("80.00", "sue")
    assert found["history"]["totalCount"] >= 5
