"""What changed between two moments, and why: checked against the states themselves, for every record of the company."""

from itertools import pairwise
from typing import Any

import pytest

from application.audit.changes import snapshot
from application.audit.difference import difference
from application.audit.sight import ALL
from application.audit.steps import History
from domain.shared.recorded import Recorded
from opsledger.demo.people import AUDITOR, PLANNER, PROGRAM, SALES
from tests.audit.conftest import Company

ALWAYS = "from: {position: 0}"
CHANGE = """{ path before after derived moves(first: 9) {
  before after causes { type } effects { type }
  event { position type act actor { key } role onBehalfOf { key } comment command record { key } }
} }"""


def found(state: Any, path: tuple[str, ...]) -> Any:
    """The value at a path; nothing where there is none."""
    for name in path:
        if isinstance(state, list):
            state = state[int(name)] if int(name) < len(state) else None
        else:
            state = (state or {}).get(name)
    return state


def put(state: Any, path: tuple[str, ...], value: Any) -> None:
    """Set the value at a path of a plain state, as whoever applies a difference would."""
    *above, last = path
    for name, inner in zip(above, path[1:], strict=True):
        if isinstance(state, dict) and state.get(name) is None:
            state[name] = [] if inner.isdigit() else {}
        state = state[int(name)] if isinstance(state, list) else state[name]
    if not isinstance(state, list):
        state[last] = value
    elif value is None:
        del state[int(last) :]
    else:
        state[int(last) : int(last) + 1] = [value]


def by_key(value: Any) -> Any:
    """A state whose lists of what people call by keys have these instead of numbers, as a path has them."""
    if isinstance(value, dict):
        return {name: by_key(each) for name, each in value.items()}
    if not isinstance(value, list):
        return value
    entries = [by_key(each) for each in value]
    keys = [each.get("key") if isinstance(each, dict) else None for each in entries]
    return dict(zip(keys, entries, strict=True)) if keys and None not in keys and len({*keys}) == len(keys) else entries


def bare(value: Any) -> Any:
    """A state without what is nothing: what a difference need not tell."""
    if isinstance(value, dict):
        return {key: kept for key, each in value.items() if (kept := bare(each)) not in (None, "", [], {})}
    return [bare(each) for each in value] if isinstance(value, list) else value


def test_the_differences_of_every_record_lead_from_the_one_state_to_the_other(company: Company) -> None:
    history, store = History(company.product.ledger), company.product.ledger.store
    head = store.head()
    for record in sorted({each.stream for each in store.log(0, head)}):
        steps = list(history.steps(record, head))
        middle = steps[len(steps) // 3]
        before, after = by_key(snapshot(middle.after)), by_key(snapshot(steps[-1].after))
        for each in difference(steps, middle.recorded.position, ALL.told):
            assert found(before, each.path) in (by_key(each.before), None, "", [], {}), (record, each.path)
            put(before, each.path, by_key(each.after))
        assert bare(before) == bare(after), record


def test_each_change_has_the_event_behind_it_and_a_figure_says_why_it_moved(company: Company) -> None:
    ask = f'{{ difference(record: "plan-annual", {ALWAYS}) {{ fields(first: 99, under: "status") {CHANGE} }} }}'
    (status,) = company.ask(ask)["difference"]["fields"]
    assert (status["before"], status["after"]) == (None, "ISSUED")
    assert [each["after"] for each in status["moves"]] == [
        "DRAFT",
        "SUBMITTED",
        "RETURNED",
        "SUBMITTED",
        "APPROVED",
        "ISSUED",
    ]
    returned = status["moves"][2]["event"]
    assert (returned["type"], returned["role"], returned["record"]["key"]) == ("plan.returned", "MGMT", "plan-annual")
    assert returned["comment"] and returned["command"] and returned["actor"]["key"] == "chen-liqun"

    store = company.product.ledger.store
    moved = next(each for each in store.log(0, store.head()) if each.type == "plan.task.completed")
    moment = f"from: {{position: {moved.position - 1}}}, to: {{position: {moved.position}}}"
    ask = f'{{ difference(record: "{moved.stream}", {moment}) {{ fields(first: 9, under: "completion") {CHANGE} }} }}'
    (completion,) = company.ask(ask)["difference"]["fields"]
    assert completion["derived"] and float(completion["after"]) > float(completion["before"])
    assert completion["moves"][0]["event"]["type"] == "plan.task.completed"


def test_what_the_system_did_upon_an_event_is_followed_to_whoever_began_it(company: Company) -> None:
    log = company.product.feed.log(0, 10_000)
    followed = next(each for each in log if each.type == "issue.reported" and each.envelope.cause)
    ask = f'{{ replay(record: "{followed.record}", first: 1) {{ before causes {{ type actor {{ key }} }} }} }}'
    (step,) = company.ask(ask)["replay"]
    (cause,) = step["causes"]
    assert step["before"] is None and cause["type"] == "plan.task.difficulty_raised"
    assert cause["actor"]["key"] == followed.envelope.on_behalf_of
    raised = next(each for each in log if each.envelope.id == followed.envelope.cause)
    ask = f'{{ replay(record: "{raised.record}", first: 1, after: {raised.version - 1}) {{ effects {{ type }} }} }}'
    assert {"type": "issue.reported"} in company.ask(ask)["replay"][0]["effects"]


def test_the_whole_company_is_told_record_by_record(company: Company) -> None:
    head, seen, after = company.product.feed.head(), [], ""
    ask = "query ($after: String, $since: LogMoment!) { differences(first: 7, after: $after, from: $since) { key } }"
    while page := company.ask(ask, after=after, since={"position": head - 200})["differences"]:
        seen += [each["key"] for each in page]
        after = seen[-1]
    wanted = {each.stream for each in company.product.ledger.store.log(head - 200, 200)}
    assert set(seen) == wanted and len(seen) == len(wanted)
    ask = f'{{ differences(first: 99, rooms: ["issue"], from: {{position: {head - 200}}}) {{ room }} }}'
    assert {each["room"] for each in company.ask(ask)["differences"]} == {"issue"}
    assert company.ask('{ differences(first: 9, from: {at: "2200-01-01T00:00:00Z"}) { key } }')["differences"] == []


def test_the_past_shows_nobody_more_than_the_present(company: Company) -> None:
    store = company.product.ledger.store
    ours = [each for each in company.product.feed.log(0, store.head()) if each.type == "appraisal.opened"]
    theirs = next(each for each in ours if each.envelope.event.subject == SALES)
    ask = (
        f'{{ difference(record: "{theirs.record}", from: {{position: 0}}) {{ fieldCount }} '
        f'replay(record: "{theirs.record}", first: 9) {{ version }} }}'
    )
    assert company.ask(ask, AUDITOR)["difference"]["fieldCount"] and company.ask(ask, SALES)["replay"]
    assert company.ask(ask, PLANNER) == {"difference": None, "replay": []}
    everything = '{ differences(first: 99, rooms: ["appraisal", "plan"], from: {position: 0}) { room } }'
    assert {each["room"] for each in company.ask(everything, PROGRAM)["differences"]} <= {"plan", "issue"}


def test_who_sees_but_a_part_is_told_of_that_part_alone(company: Company) -> None:
    log = company.product.feed.log(0, 10_000)
    (record, *_) = (each.record for each in log if each.type == "appraisal.opened" and about(each) == SALES)
    (at, *_) = (each.position for each in log if each.record == record and ".form." in each.type)
    ask = f"""{{ asOf(position: {at}) {{
      appraisal(id: "{record}") {{ key }}
      difference(record: "{record}", from: {{position: 0}}) {{ fields(first: 99) {{ path }} fieldCount }}
      replay(record: "{record}", first: 99) {{ after changes {{ path }} }}
    }} }}"""
    mine, whole = (company.ask(ask, person)["asOf"] for person in (SALES, AUDITOR))
    assert mine["appraisal"] is None and whole["appraisal"]
    changes = [change for step in mine["replay"] for change in step["changes"]]
    assert {each["path"][0] for each in (*changes, *mine["difference"]["fields"])} == {"forms"}
    assert {name for step in mine["replay"] for name in step["after"]} == {"forms"}
    assert whole["difference"]["fieldCount"] > mine["difference"]["fieldCount"] > 0


def about(opened: Recorded) -> str:
    return str(opened.envelope.event.subject)


def test_a_replay_walks_a_record_and_ends_with_what_is_there_now(company: Company) -> None:
    ask = (
        'query ($after: Int!) { replay(record: "plan-annual", first: 20, after: $after) '
        "{ version before after changes { path before after } event { version } } }"
    )
    steps = company.ask(ask, after=0)["replay"] + company.ask(ask, after=20)["replay"]
    assert (
        [each["version"] for each in steps]
        == [each["event"]["version"] for each in steps]
        == [*range(1, len(steps) + 1)]
    )
    assert steps[0]["before"] is None
    assert all(one["after"] == two["before"] for one, two in pairwise(steps))
    ledger = company.product.ledger
    assert steps[-1]["after"] == snapshot(ledger.then(ledger.rooms["plan"], "plan-annual", ledger.store.head()))
    fifth = company.position("plan-annual", 5)
    past = company.ask(f'{{ asOf(position: {fifth}) {{ replay(record: "plan-annual", first: 99) {{ version }} }} }}')
    assert [each["version"] for each in past["asOf"]["replay"]] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("from: {}", "as_of.one"),
        ('from: {position: 1, at: "2026-01-01T00:00:00Z"}', "as_of.one"),
        ("from: {position: 100000}", "as_of.not_yet"),
        ("from: {position: 1}, to: {position: 100000}", "as_of.not_yet"),
        ("from: {position: 9}, to: {position: 8}", "audit.backwards"),
    ],
)
def test_moments_that_are_none_are_refused(company: Company, asked: str, code: str) -> None:
    assert company.refused(f'{{ difference(record: "plan-annual", {asked}) {{ key }} }}') == [code]
    assert company.refused(f"{{ differences(first: 1, {asked}) {{ key }} }}") == [code]


def test_pages_have_their_limit_and_what_is_not_there_has_no_past(company: Company) -> None:
    assert company.refused("{ differences(first: 0, from: {position: 0}) { key } }") == ["filter.too_much"]
    assert company.refused('{ replay(record: "plan-annual", first: 101) { version } }') == ["filter.too_much"]
    nothing = (
        '{ difference(record: "nowhere", from: {position: 0}) { key } replay(record: "nowhere", first: 1) { version } }'
    )
    assert company.ask(nothing) == {"difference": None, "replay": []}


def test_as_of_a_moment_the_events_lead_to_the_company_of_then(company: Company) -> None:
    then, event = company.position("plan-annual", 3), "event { record { ... on Plan { status } } }"
    asked = f"""{{ now: plan(id: "plan-annual") {{ status }} asOf(position: {then}) {{
      plan(id: "plan-annual") {{ status }}
      replay(record: "plan-annual", first: 1) {{ {event} }}
      difference(record: "plan-annual", {ALWAYS}) {{ fields(first: 1) {{ moves(first: 1) {{ {event} }} }} }}
      differences(first: 9, rooms: ["plan"], after: "plan-an", {ALWAYS}) {{
        key fields(first: 1, under: "status") {{ moves(first: 1) {{ {event} }} }}
      }}
    }} }}"""
    told = company.ask(asked)
    as_it_was = told["asOf"]["plan"]
    assert as_it_was != told["now"]
    (step,), (field,) = told["asOf"]["replay"], told["asOf"]["difference"]["fields"]
    of_all = next(each for each in told["asOf"]["differences"] if each["key"] == "plan-annual")["fields"][0]
    for each in (step, *field["moves"], *of_all["moves"]):
        assert each["event"]["record"] == as_it_was


def test_as_of_a_position_the_log_ends_there(company: Company) -> None:
    then, later = company.position("plan-annual", 3), company.position("plan-annual", 4)
    for span in (f"from: {{position: {later}}}", f"{ALWAYS}, to: {{position: {later}}}"):
        asked = f'{{ asOf(position: {then}) {{ difference(record: "plan-annual", {span}) {{ to }} }} }}'
        (error,) = company.answer(asked)["errors"]
        assert error["extensions"]["code"] == "as_of.not_yet"
        assert error["extensions"]["facts"] == {"position": later, "newest": then}
    ahead = f'difference(record: "plan-annual", {ALWAYS}, to: {{at: "2200-01-01T00:00:00Z"}}) {{ to }}'
    assert company.ask(f"{{ asOf(position: {then}) {{ {ahead} }} }}")["asOf"]["difference"] == {"to": then}
