"""The authority matrix: proposed, published by somebody else, never without a route (ORG-05)."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.authority.events import MatrixPublished
from domain.authority.rules import ACT_UNKNOWN, ROLE_BARRED, UNROUTED, cases
from domain.authority.state import Authority
from domain.authority.terms import MatrixStatus
from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.rooms import ROOMS
from domain.shared.act import EVERY_ACT
from domain.shared.approval import digest
from domain.shared.ids import MatrixId, PersonId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason, Refused
from domain.shared.term import Role
from tests.authority.test_delegation import Rights, established

DECIDING = [act for room in ROOMS for act in room.acts.values() if act.decides]
PUBLISH = {"act": "authority.publish_matrix", "role": "PRES"}


def proposed(*lines: dict[str, Any], rights: Rights | None = None, by: str = "adam") -> tuple[Rights, MatrixId]:
    rights = rights or established()
    (event,) = rights.do("propose_matrix", by, lines=list(lines))
    return rights, event.matrix


def test_administrators_propose_and_management_publishes() -> None:
    rights, id = proposed({"act": "token.issue", "role": "HR"})
    assert rights.state.lines("token.issue") is None
    rights.refused(FORBIDDEN, "publish_matrix", "dora", part=id)
    rights.refused(FORBIDDEN, "propose_matrix", "chen", lines=[])
    published = rights.do("publish_matrix", "chen", part=id, comment="Fine")[-1]
    assert isinstance(published, MatrixPublished)
    assert rights.state.matrix_version == 1
    assert [line.role for line in rights.state.lines("token.issue") or ()] == [Role.HR]


def test_whoever_proposed_a_matrix_does_not_publish_it() -> None:
    rights, id = proposed()
    rights.refused(OWN_MATTER, "publish_matrix", "adam", part=id)


def test_publishing_signs_exactly_what_was_proposed() -> None:
    rights, id = proposed({"act": "token.issue", "role": "HR"})
    rights.do("publish_matrix", "chen", part=id)
    matrix = rights.state.matrices[id]
    (signature,) = matrix.signatures
    assert signature.digest == digest(matrix.content) == matrix.request.digest
    assert (signature.signer, signature.role) == ("chen", Role.MGMT)


def test_a_matrix_is_held_against_the_lines_in_force_act_by_act() -> None:
    rights, first = proposed({"act": "token.issue", "role": "HR"}, {"act": "plan.approve", "role": "MGMT"})
    rights.do("publish_matrix", "chen", part=first)
    _, second = proposed({"act": "plan.approve", "role": "MGMT"}, rights=rights)
    stood, wanted = rights.room.part("matrix").proposes(rights.state, rights.state.matrices[second].content)
    assert list(stood["lines"]) == list(wanted["lines"]) == ["token.issue"]
    assert [line.role for line in stood["lines"]["token.issue"]] == [Role.HR]
    delivered = EVERY_ACT["token.issue"].grants
    assert [line.grant for line in wanted["lines"]["token.issue"]] == list(delivered)


def test_a_proposed_matrix_waits_on_the_desk_of_management() -> None:
    rights, id = proposed()
    (entry,) = rights.room.work(rights.state)
    assert (entry.act, entry.part, entry.role) == ("authority.publish_matrix", id, Role.MGMT)
    rights.do("publish_matrix", "chen", part=id)
    assert list(rights.room.work(rights.state)) == []


def test_a_later_version_supersedes_what_was_in_force_and_drafts_before_it() -> None:
    rights, first = proposed({"act": "token.issue", "role": "HR"})
    rights.do("publish_matrix", "chen", part=first)
    _, draft = proposed(rights=rights)
    _, last = proposed(rights=rights)
    rights.do("publish_matrix", "chen", part=last)
    assert [matrix.status for matrix in rights.state.matrices.values()] == [
        MatrixStatus.SUPERSEDED,
        MatrixStatus.SUPERSEDED,
        MatrixStatus.IN_FORCE,
    ]
    assert rights.state.lines("token.issue") is None
    for old in (first, draft, last):
        rights.refused(NOT_NOW, "publish_matrix", "chen", part=old)


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        (ACT_UNKNOWN, {"act": "plan.devour", "role": "MGMT"}),
        (ROLE_BARRED, {"act": "plan.approve", "role": "AUD"}),
        (ROLE_BARRED, {"act": "token.issue", "role": "INT"}),
        (ROLE_BARRED, {"act": "token.issue", "role": "SYSTEM"}),
        (ROLE_BARRED, {"act": "plan.approve", "role": "ADM"}),
    ],
)
def test_no_line_speaks_of_what_there_is_not_or_gives_what_may_not_be_given(reason: Reason, line: Any) -> None:
    established().refused(reason, "propose_matrix", "adam", lines=[line])


@pytest.mark.parametrize("act", DECIDING, ids=lambda act: act.name)
def test_a_matrix_that_leaves_cases_of_a_deciding_act_undecided_is_not_published(act: Any) -> None:
    nowhere = {"field": "unit", "values": ["nowhere"]}
    for narrow in ({"where": [nowhere]}, {"up_to": "1"}):
        rights, id = proposed({"act": act.name, "role": "MGMT", **narrow})
        rights.refused(UNROUTED, "publish_matrix", "chen", part=id)
    rights, id = proposed({"act": act.name, "role": "MGMT"})
    assert rights.do("publish_matrix", "chen", part=id)


def test_several_lines_together_may_cover_every_case() -> None:
    levels = sorted({case["level"] for case in cases(EVERY_ACT["plan.approve"]) if "level" in case})
    lines: list[dict[str, Any]] = [
        {"act": "plan.approve", "role": "MGMT", "where": [{"field": "level", "values": [level]}]} for level in levels
    ]
    unconditional = [case for case in cases(EVERY_ACT["plan.approve"]) if "level" not in case]
    rights, id = proposed(*lines, *({"act": "plan.approve", "role": "PRES"} for _ in unconditional[:1]))
    assert rights.do("publish_matrix", "chen", part=id)
    rights, id = proposed(*lines[1:])
    rights.refused(UNROUTED, "publish_matrix", "chen", part=id)


def test_acts_that_decide_nothing_may_be_narrowed() -> None:
    rights, id = proposed({"act": "token.issue", "role": "HR", "where": [{"field": "label", "values": ["x"]}]})
    assert rights.do("publish_matrix", "chen", part=id)


STEPS = st.sampled_from(["propose", "publish", "grant", "revoke", "wake"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(STEPS, st.integers(0, 3)), max_size=15))
def test_there_is_one_matrix_in_force_and_replay_gives_the_same(story: list[tuple[str, int]]) -> None:
    rights = established()
    for step, n in story:
        try_out(rights, step, n)
        authority: Authority = rights.state
        in_force = [m for m in authority.matrices.values() if m.status is MatrixStatus.IN_FORCE]
        assert len(in_force) == (authority.matrix_version > 0)
        assert all(m.content.version == authority.matrix_version for m in in_force)
        versions = [m.content.version for m in authority.matrices.values()]
        assert versions == sorted(set(versions))
    again = established()
    again.events.clear()
    again.given(*rights.events[1:], by="adam")
    assert again.state == rights.state


def try_out(rights: Rights, step: str, n: int) -> None:
    """Take the step if it is legal."""
    authority: Authority = rights.state
    ids: list[str] = [*authority.matrices] if step == "publish" else [*authority.delegations]
    part = ids[n % len(ids)] if ids else None
    try:
        match step:
            case "propose":
                rights.do("propose_matrix", "adam", lines=[PUBLISH] if n == 3 else [])
            case "publish" if part:
                rights.do("publish_matrix", "chen", part=part)
            case "grant":
                inputs: dict[str, Any] = {
                    "delegate": PersonId("olga"),
                    "valid_to": f"2026-01-{10 + n}",
                    "reason": "Away",
                }
                rights.do("grant_delegation", "dora", **inputs)
            case "revoke" if part:
                rights.do("revoke_delegation", "dora", part=part, reason="Back")
            case "wake":
                rights.wake(5 + 2 * n)
    except Refused:
        return
