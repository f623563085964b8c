"""Nobody learns of an appraisal who may not, whichever way they ask, on either database (APPR-04, APPR-12, APPR-29)."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, aclosing
from typing import Any

import pytest

from application.access import Caller
from application.feeds.sight import Sight
from domain.appraisal.form_events import FormEvent
from domain.appraisal.scheme.terms import CycleKind
from domain.appraisal.state import Appraisal
from domain.shared.ids import PersonId
from domain.shared.term import Role
from graphql_api.names import opaque
from graphql_api.requests import well_formed
from projections.visibility import Viewer
from tests import postgres
from tests.api.running import Client, token
from tests.appraisal.company import STAFF
from tests.appraisal.ledger import of_ron
from tests.appraisal.looking import asking, check_followed, check_rows, counts, everything, refusal, seen_of_ron
from tests.appraisal.running import CLOSED_ROOMS, PROGRAM, Play, conclude, hand_over, playing
from tests.appraisal.test_lifecycle import OBJECTIVES
from tests.stories.company import Company

ROLES = {person: frozenset({Role.EMP, role}) for person, (_, _, role) in STAFF.items()}
STRANGERS = ("dora", "vera")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def plays(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres_dsn: str
) -> Iterator[Play]:
    """One company on each database; the tests go on where those before them have left it, in this order."""
    with ExitStack() as ends:
        target = str(tmp_path_factory.mktemp("company"))
        if request.param == "postgres":
            target = ends.enter_context(postgres.database_on(postgres_dsn))
        play = ends.enter_context(playing(target, target))
        play.show()
        yield play


def test_at_every_moment_everybody_sees_exactly_the_rows_that_the_rule_says(plays: Play) -> None:
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
    assert logged >= ({"ledger.conflict"} if seen else {"authority.not_permitted"})


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


def test_once_delivered_the_subject_sees_the_result_and_never_who_of_the_colleagues_said_what(plays: Play) -> None:
    hand_over(plays)
    conclude(plays)
    plays.show()
    query = f"""{{ appraisal(id: "{plays.appraisal}") {{ score evaluation {{ summary }}
        composite {{ peers {{ mean evaluations }} }} history(first: 50) {{ nodes {{ type actor {{ key }} }} }} }} }}"""
    found = asking(plays, token("ron"), lambda ron: ron.ask(query))["appraisal"]
    assert (found["score"], found["evaluation"]["summary"]) == ("80.00", "Secret")
    assert found["composite"]["peers"] == [{"mean": "77.00", "evaluations": 1}]
    assert {each["actor"]["key"] for each in found["history"]["nodes"] if each["actor"]} <= {
        "ron",
        "sue",
        "hugo",
        "system",
    }
    told = everything(plays, token("ron"))
    for trace in ("Whispered", "peer-1", "silent-1", "peer_evaluation."):
        assert trace not in told, trace


def test_what_was_hidden_then_stays_hidden_when_somebody_looks_back(plays: Play) -> None:
    delivered = next(each.position for each in plays.company.log() if each.type == "appraisal.result_delivered")
    ron = Viewer("ron", ROLES["ron"])
    assert plays.views.as_seen_by(ron, delivered - 1).rows("appraisal") == []
    (row,) = plays.views.as_seen_by(ron, delivered).rows("appraisal")
    assert row["id"] == plays.appraisal
    for at in range(delivered, plays.show()):
        assert plays.views.as_seen_by(ron, at).rows("peer_evaluation") == []
        (then,) = plays.views.as_seen_by(ron, at).rows("appraisal")
        assert then["updated_by"] in ("hugo", "system")


def test_the_rule_still_holds_at_every_moment_after_the_delivery(plays: Play) -> None:
    test_at_every_moment_everybody_sees_exactly_the_rows_that_the_rule_says(plays)


def test_a_manager_sees_those_of_the_own_people_and_a_stranger_still_nothing(plays: Play) -> None:
    seen = counts(plays, token("dora"))
    assert (seen["appraisals"], seen["appraisalForms"], seen["appraisalCycles"]) == (2, 3, 0)
    seen = counts(plays, token("vera"))
    assert (seen["appraisals"], seen["appraisalForms"], seen["appraisalCycles"]) == (0, 1, 0)
    for person in STRANGERS:
        assert plays.appraisal not in everything(plays, token(person))


def test_a_delegate_sees_what_the_superior_would_evaluate_as_long_as_that_is_delegated(plays: Play) -> None:
    """Sue is the superior of record of Ron; Sam and Boss are above her, and are not who evaluates him."""
    company = plays.company
    company.do("appraisal_cycle.open", "hugo", "cycle-2", kind=CycleKind.MONTHLY, year=2026, month=2)
    february = next(each for each in of_ron(company) if each.cycle == "cycle-2")
    company.do("appraisal.set_objectives", "ron", february.id, february.form.id, objectives=OBJECTIVES)
    assert seen_of_ron(plays, "vera") == (0, 0, 0, [])
    for principal, terms in (
        ("sam", {}),
        ("sue", {"acts": ("plan.approve",)}),
        ("sue", {"where": ({"field": "department", "values": ("sales",)},)}),
        ("sue", {"valid_from": "2026-02-20"}),
    ):
        delegated(company, principal, **terms)
        assert seen_of_ron(plays, "vera") == (0, 0, 0, []), (principal, terms)

    delegation = delegated(company, "sue", acts=("appraisal.confirm_objectives",))
    assert seen_of_ron(plays, "vera") == (2, 2, 0, ["appraisal.confirm_objectives"])
    check_followed(plays, "vera")
    alone = refusal(plays, "appraisal.confirm_objectives", "vera", february.id, part=february.form.id)
    assert alone.reason.code == "authority.not_permitted"
    company.do("appraisal.confirm_objectives", "vera", february.id, february.form.id, for_="sue")

    company.do("authority.revoke_delegation", "sue", "authority", delegation, reason="Back")
    assert seen_of_ron(plays, "vera") == (0, 0, 0, [])
    again = refusal(plays, "appraisal.confirm_objectives", "vera", february.id, part=february.form.id)
    assert again.reason.code == "ledger.no_such_record"
    check_followed(plays, "vera")


def delegated(company: Company, principal: str, **terms: Any) -> str:
    """Somebody delegates to Vera, who has nothing to do with it."""
    given = {"delegate": "vera", "valid_to": "2026-03-01", "reason": "Away", **terms}
    part = company.do("authority.grant_delegation", principal, **given).part
    assert part is not None
    return part
