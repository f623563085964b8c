"""Analysing issues: who looks into them, what they find, and the root causes."""

from collections.abc import Iterator
from datetime import date

from domain.issue.events import (
    IssueAnalysisStarted,
    IssueAnalystsAppointed,
    IssueFindingRecorded,
    IssueRootCauseIdentified,
)
from domain.issue.state import Issue
from domain.issue.terms import Method
from domain.issue.values import Cause
from domain.organisation.rules import acting_on, unit_on
from domain.organisation.state import company
from domain.shared.act import Context, act
from domain.shared.ids import PersonId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

NOBODY = Reason("issue.no_analyst", "An analysis needs at least one analyst.", "至少指定一名分析人员。")
UNINVOLVED = Reason(
    "issue.analyst_uninvolved",
    "{people} belong to none of the units involved ({units}).",
    "{people}不属于所涉部门（{units}）。",
)
LEAD_OUTSIDE = Reason(
    "issue.lead_not_analyst",
    "{lead} leads the analysis and must be one of the analysts.",
    "牵头人{lead}须是分析人员之一。",
)
NO_CAUSE = Reason("issue.no_cause", "Name at least one root cause.", "至少写明一个问题根源。")
DUE_PAST = Reason("issue.due_past", "{due} has passed; a due date must lie ahead.", "{due}已过，期限须在今后。")


@act("开始分析", Role.OG, Role.PG)
def start_analysis(
    issue: Issue,
    context: Context,
    *,
    analysts: tuple[PersonId, ...],
    due: date,
    lead: PersonId | None = None,
    units: tuple[UnitId, ...] = (),
) -> Iterator[IssueAnalysisStarted]:
    """Appoint analysts from the units involved and set the due date; the first one leads unless said otherwise.

    Involved are the unit where it was found, the one that triages it, and those named (ISSUE-04).
    """
    ahead(due, context)
    involved = units_involved(issue, units)
    yield IssueAnalysisStarted(lead=team(analysts, lead, involved, context), analysts=analysts, units=involved, due=due)


def units_involved(issue: Issue, units: tuple[UnitId, ...]) -> tuple[UnitId, ...]:
    own = (unit for unit in (issue.unit, issue.triage_unit) if unit is not None)
    return tuple(dict.fromkeys((*own, *units)))


def team(
    analysts: tuple[PersonId, ...], lead: PersonId | None, units: tuple[UnitId, ...], context: Context
) -> PersonId:
    """The lead of this team. Refuses NOBODY, LEAD_OUTSIDE, UNINVOLVED."""
    organisation, today = company(context.world), context.today
    if not analysts:
        raise NOBODY()
    if lead is not None and lead not in analysts:
        raise LEAD_OUTSIDE(lead=lead)
    for unit in units:
        unit_on(organisation, unit, today)
    homes = {person: acting_on(organisation, person, today).unit for person in analysts}
    outside = [
        person
        for person, home in homes.items()
        if home is None or not any(organisation.within(home, unit, today) for unit in units)
    ]
    if outside:
        raise UNINVOLVED(people=outside, units=units)
    return lead or analysts[0]


def ahead(due: date, context: Context) -> None:
    """A due date lies ahead. Refuses DUE_PAST."""
    if due < context.today:
        raise DUE_PAST(due=due)


@act("调整分析人员", Role.OG, Role.PG)
def appoint_analysts(
    issue: Issue,
    context: Context,
    *,
    analysts: tuple[PersonId, ...],
    reason: Text,
    lead: PersonId | None = None,
    units: tuple[UnitId, ...] = (),
) -> Iterator[IssueAnalystsAppointed]:
    """Let these people analyse from now on, in place of those before (ISSUE-04)."""
    involved = units_involved(issue, (*issue.units, *units))
    lead = team(analysts, lead, involved, context)
    yield IssueAnalystsAppointed(lead=lead, analysts=analysts, units=involved, reason=reason)


@act("记录发现", Role.ANALYST)
def record_finding(issue: Issue, context: Context, *, text: Text, evidence: str = "") -> Iterator[IssueFindingRecorded]:
    """Record something that the analysis has brought to light (ISSUE-05)."""
    yield IssueFindingRecorded(text=text, evidence=evidence)


@act("确定根源", Role.LEAD)
def conclude_root_cause(
    issue: Issue,
    context: Context,
    *,
    causes: tuple[Cause, ...],
    method: Method,
    evidence: Text,
    factors: tuple[Line, ...] = (),
) -> Iterator[IssueRootCauseIdentified]:
    """Name root causes 根源 and influencing factors 影响因素, how they were found, and what shows it (ISSUE-05)."""
    with_cause(causes)
    yield IssueRootCauseIdentified(causes=causes, factors=factors, method=method, evidence=evidence)


def with_cause(causes: tuple[Cause, ...]) -> None:
    """Nothing is analysed without a root cause. Refuses NO_CAUSE."""
    if not causes:
        raise NO_CAUSE()
