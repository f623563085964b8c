"""What is known once a result is delivered, of before and since, and what delegates see (APPR-12, APPR-29, ORG-08)."""

import asyncio
import json
from contextlib import aclosing
from typing import Any

import pytest

from domain.appraisal.scheme.terms import CycleKind
from graphql_api.feed import streams
from graphql_api.requests import well_formed
from projections.visibility import Viewer
from tests.api.running import token
from tests.appraisal.ledger import of_ron, open_month
from tests.appraisal.looking import (
    ROLES,
    STRANGERS,
    asking,
    check_every_moment,
    check_followed,
    everything,
    refusal,
    seen_of_ron,
)
from tests.appraisal.running import Play
from tests.appraisal.test_lifecycle import OBJECTIVES
from tests.stories.company import Company

AWAY: Any = {"delegate": "vera", "valid_to": "2026-03-01", "reason": "Away"}


def test_what_was_hidden_then_stays_hidden_when_somebody_looks_back(delivered: Play) -> None:
    handed_over = next(each.position for each in delivered.company.log() if each.type == "appraisal.result_delivered")
    ron = Viewer("ron", ROLES["ron"])
    assert delivered.views.as_seen_by(ron, handed_over - 1).rows("appraisal") == []
    (row,) = delivered.views.as_seen_by(ron, handed_over).rows("appraisal")
    assert row["id"] == delivered.appraisal
    for at in range(handed_over, delivered.show()):
        assert delivered.views.as_seen_by(ron, at).rows("peer_evaluation") == []
        (then,) = delivered.views.as_seen_by(ron, at).rows("appraisal")
        assert then["updated_by"] in ("hugo", "system")


def test_the_rule_still_holds_at_every_moment_after_the_delivery(delivered: Play) -> None:
    check_every_moment(delivered)


def test_a_delegate_sees_what_the_superior_would_evaluate_as_long_as_that_is_delegated(delivered: Play) -> None:
    """Sue is the superior of record of Ron; Sam and Boss are above her, and are not who evaluates him."""
    company = delivered.company
    company.do("appraisal_cycle.open", "hugo", "cycle-2", kind=CycleKind.MONTHLY, year=2026, month=2)
    february = next(each for each in of_ron(company) if each.cycle == "cycle-2")
    company.do("appraisal.set_objectives", "ron", february.id, february.form.id, objectives=OBJECTIVES)
    assert seen_of_ron(delivered, "vera") == (0, 0, 0, [])
    for principal, terms in (
        ("sam", {}),
        ("sue", {"acts": ("plan.approve",)}),
        ("sue", {"where": ({"field": "department", "values": ("sales",)},)}),
        ("sue", {"valid_from": "2026-02-20"}),
    ):
        delegated(company, principal, **terms)
        assert seen_of_ron(delivered, "vera") == (0, 0, 0, []), (principal, terms)

    delegation = delegated(company, "sue", acts=("appraisal.confirm_objectives",))
    assert seen_of_ron(delivered, "vera") == (2, 2, 0, ["appraisal.confirm_objectives"])
    check_followed(delivered, "vera")
    alone = refusal(delivered, "appraisal.confirm_objectives", "vera", february.id, part=february.form.id)
    assert alone.reason.code == "authority.not_permitted"
    company.do("appraisal.confirm_objectives", "vera", february.id, february.form.id, for_="sue")

    company.do("authority.revoke_delegation", "sue", "authority", delegation, reason="Back")
    assert seen_of_ron(delivered, "vera") == (0, 0, 0, [])
    again = refusal(delivered, "appraisal.confirm_objectives", "vera", february.id, part=february.form.id)
    assert again.reason.code == "ledger.no_such_record"
    check_followed(delivered, "vera")


def test_once_delivered_the_subject_sees_the_result_and_never_who_of_the_colleagues_said_what(delivered: Play) -> None:
    query = f"""{{ appraisal(id: "{delivered.appraisal}") {{ score evaluation {{ summary }}
        composite {{ peers {{ mean evaluations }} }} history(first: 50) {{ nodes {{ type actor {{ key }} }} }} }} }}"""
    found = asking(delivered, token("ron"), lambda ron: ron.ask(query))["appraisal"]
    assert (found["score"], found["evaluation"]["summary"]) == ("80.00", "Secret")
    assert found["composite"]["peers"] == [{"mean": "77.00", "evaluations": 1}]
    assert {each["actor"]["key"] for each in found["history"]["nodes"] if each["actor"]} <= {
        "ron", "sue", "hugo", "system",
    }  # fmt: skip
    told = everything(delivered, token("ron"))
    for trace in ("Whispered", "peer-1", "silent-1", "peer_evaluation."):
        assert trace not in told, trace


def test_a_manager_sees_those_of_the_own_people_and_a_stranger_still_nothing(delivered: Play) -> None:
    query = "{ appraisals(first: 9) { nodes { subject { key } } } appraisalCycles(first: 9) { totalCount } }"
    for person, own in (("dora", {"dora", "olga", "otto"}), ("vera", {"vera", "sue"})):
        seen = asking(delivered, token(person), lambda somebody: somebody.ask(query))
        assert {each["subject"]["key"] for each in seen["appraisals"]["nodes"]} <= own
        assert seen["appraisalCycles"]["totalCount"] == 0
    for person in STRANGERS:
        assert delivered.appraisal not in everything(delivered, token(person))


def test_a_delegate_who_follows_is_told_nothing_of_what_happens_after_the_delegation(
    delivered: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "KNOWN", 1_000.0)
    company = delivered.company
    id = open_month(company, 3)
    march = next(each for each in of_ron(company) if each.id == id)
    delegation = delegated(company, "sue", acts=("appraisal.confirm_objectives",), valid_to="2026-03-20")

    def set_objectives() -> int:
        return company.do("appraisal.set_objectives", "ron", march.id, march.form.id, objectives=OBJECTIVES).position

    async def told() -> tuple[int, int, set[int]]:
        query = "subscription { changes { position events { sequence } } }"
        results = delivered.app.operations.results(token("vera"), well_formed({"query": query}))
        async with aclosing(results):
            await anext(results)
            before, seen = set_objectives(), set[int]()
            while before not in seen:
                seen |= positions(await anext(results))
            company.do("authority.revoke_delegation", "sue", "authority", delegation, reason="Back")
            after = set_objectives()
            end = company.do("authority.grant_delegation", "sam", **{**AWAY, "valid_to": "2026-03-20"}).position
            while end not in seen:
                seen |= positions(await anext(results))
        return before, after, seen

    before, after, seen = asyncio.run(told())
    assert before in seen
    assert after not in seen


def positions(result: bytes) -> set[int]:
    """Of the events in a result."""
    return {int(each["sequence"]) for each in json.loads(result)["data"]["changes"]["events"]}


def delegated(company: Company, principal: str, **terms: Any) -> str:
    """Somebody delegates to Vera, who has nothing to do with it."""
    part = company.do("authority.grant_delegation", principal, **{**AWAY, **terms}).part
    assert part is not None
    return part
