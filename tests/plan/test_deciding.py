import msgspec
import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.plan.events import PlanApproved, PlanRevised
from domain.plan.terms import Kind, Level, Status
from domain.shared.approval import CHANGED, Verdict
from domain.shared.lifecycle import NOT_NOW
from domain.shared.term import Role
from tests.plan.stories import ANNUAL, QUARTERLY, above, draft_annual, draft_quarterly, issued, story, submitted
from tests.scenario import Scenario


def before_approver(kind: Kind, level: Level) -> Scenario:
    """A submitted plan of this kind and level."""
    author, unit = {
        Kind.COMPANY: ("pia", "hq"),
        Kind.OPERATING: ("olga", "hq"),
        Kind.DEPARTMENT: ("dora", "planning"),
        Kind.AREA: ("dee", "og"),
    }[kind]
    parent = above(kind=Kind.DEPARTMENT, unit="planning") if level is Level.ANNUAL else above(kind=kind, unit="hq")
    it = story(parent)
    needs_parent = level is not Level.ANNUAL or kind is Kind.AREA
    it.do(
        "draft",
        author,
        kind=kind,
        level=level,
        unit=unit,
        year=2026,
        number=None if level is Level.ANNUAL else 1,
        parent="above" if needs_parent else None,
        content=ANNUAL if level is Level.ANNUAL else QUARTERLY,
    )
    if kind is Kind.OPERATING and level is Level.ANNUAL:
        it.state = replace(it.state, consulted=True)
    it.do("submit", author)
    return it


@pytest.mark.parametrize(
    ("kind", "level", "decider", "role"),
    [
        (Kind.COMPANY, Level.ANNUAL, "boss", Role.MGMT),
        (Kind.COMPANY, Level.QUARTERLY, "dora", Role.DM),
        (Kind.OPERATING, Level.ANNUAL, "boss", Role.MGMT),
        (Kind.OPERATING, Level.QUARTERLY, "dora", Role.SUP),
        (Kind.DEPARTMENT, Level.ANNUAL, "boss", Role.SUP),
        (Kind.DEPARTMENT, Level.QUARTERLY, "boss", Role.SUP),
        (Kind.AREA, Level.ANNUAL, "dora", Role.DM),
        (Kind.AREA, Level.QUARTERLY, "dora", Role.DM),
    ],
)
def test_kind_and_level_say_who_decides(kind: Kind, level: Level, decider: str, role: Role) -> None:
    it = before_approver(kind, level)
    assert it.state.decider is role
    others = {"boss", "dora", "sam", "paul", "rita"} - {decider}
    for verb in ("approve", "return", "reject"):
        for other in others:
            no = FORBIDDEN if other not in it.state.contributors else OWN_MATTER
            it.refused(no, verb, other, comment="So")
        it.branch().do(verb, decider, comment="So")


@pytest.mark.parametrize("level", [Level.ANNUAL, Level.QUARTERLY])
def test_a_department_manager_never_approves_an_annual_plan_of_the_company(level: Level) -> None:
    it = before_approver(Kind.COMPANY, level)
    if level is Level.ANNUAL:
        it.refused(FORBIDDEN, "approve", "dora")
    else:
        it.do("approve", "dora")


def test_nobody_decides_on_a_plan_that_they_wrote_on() -> None:
    it = draft_annual()
    it.state = replace(it.state, contributors=("pia", "vera"))
    it.do("submit", "pia")
    it.refused(OWN_MATTER, "approve", "vera")
    it.do("approve", "boss")


def test_a_decision_that_its_decider_prepared_moves_to_the_superior() -> None:
    it = draft_quarterly()
    it.state = replace(it.state, contributors=("pia", "dora"))
    it.do("submit", "pia")
    it.refused(OWN_MATTER, "approve", "dora")
    it.do("approve", "boss")
    assert it.state.signatures[-1].role is Role.DM


@pytest.mark.parametrize(
    ("verb", "status", "verdict"),
    [
        ("approve", Status.APPROVED, Verdict.APPROVED),
        ("return", Status.RETURNED, Verdict.RETURNED),
        ("reject", Status.REJECTED, Verdict.REJECTED),
    ],
)
def test_a_decision_is_signed_on_the_content_that_was_submitted(verb: str, status: Status, verdict: Verdict) -> None:
    it = submitted()
    it.do(verb, "dora", comment="As I said")
    signature = it.state.signatures[-1]
    assert (it.state.status, signature.verdict, signature.comment) == (status, verdict, "As I said")
    assert signature.digest == it.state.request.digest
    assert (signature.signer, signature.role, signature.content_version) == ("dora", Role.DM, 1)


@pytest.mark.parametrize("verb", ["return", "reject"])
@pytest.mark.parametrize("comment", ["", "  "])
def test_returning_and_rejecting_take_a_comment(verb: str, comment: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        submitted().do(verb, "dora", comment=comment)


@pytest.mark.parametrize("verb", ["approve", "return", "reject"])
def test_content_that_changed_after_submission_is_not_decided_on(verb: str) -> None:
    it = submitted().given(PlanRevised(content=replace(QUARTERLY, focus="Other")))
    it.refused(CHANGED, verb, "dora", comment="Yes")


def test_a_returned_plan_is_submitted_again_and_earlier_rounds_are_kept() -> None:
    it = submitted()
    for round_ in (1, 2):
        it.do("return", "dora", comment=f"Round {round_}")
        it.do("submit", "pia")
    it.do("approve", "dora")
    assert [each.round for each in it.state.signatures] == [1, 2, 3]
    assert [type(event) for event in it.events].count(PlanApproved) == 1


def test_a_rejected_plan_is_at_its_end() -> None:
    it = submitted()
    it.do("reject", "dora", comment="No")
    for verb, by in (("submit", "pia"), ("approve", "dora")):
        it.refused(NOT_NOW, verb, by)


@pytest.mark.parametrize(
    ("it", "decider", "other"), [(draft_annual(), "boss", "dora"), (draft_quarterly(), "dora", "boss")]
)
def test_management_cancels_annual_plans_and_the_department_manager_others(
    it: Scenario, decider: str, other: str
) -> None:
    it.refused(FORBIDDEN, "cancel", other, reason="No need")
    it.do("cancel", decider, reason="No need")
    assert (it.state.status, it.state.ending) == (Status.CANCELLED, "No need")


def test_cancelling_takes_a_reason() -> None:
    with pytest.raises(msgspec.ValidationError):
        draft_quarterly().do("cancel", "dora", reason=" ")


def test_open_tasks_are_cancelled_with_their_plan() -> None:
    it = issued()
    it.do("cancel", "dora", reason="No need")
    (task,) = it.state.tasks.values()
    assert (task.status, task.ending) == ("CANCELLED", "No need")


def test_a_plan_cannot_be_cancelled_by_its_own_writer() -> None:
    it = draft_quarterly()
    it.state = replace(it.state, contributors=("pia", "dora"))
    it.refused(OWN_MATTER, "cancel", "dora", reason="No need")
