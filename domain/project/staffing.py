"""The team of a project: who belongs to it, with which duty, for how much of the time, and who leads it (PROJ-08)."""

from collections.abc import Iterator
from decimal import Decimal

from domain.organisation.rules import acting_on
from domain.organisation.state import company
from domain.project.claims import MEMBER
from domain.project.content import Member
from domain.project.planning_events import Overload, ProjectTeamAssembled, ProjectTeamChanged
from domain.project.state import Project
from domain.project.terms import MilestoneStatus
from domain.shared.act import Context, act
from domain.shared.ids import PersonId, ProjectId
from domain.shared.refusal import Labelled, Reason
from domain.shared.term import Role
from domain.shared.values import Text, percent

ONE_LEAD = Reason(
    "project.one_lead",
    "A team has exactly one lead; this one has {count}.",
    "团队须有且仅有一名负责人，现有{count}名。",
)
MEMBER_TWICE = Reason(
    "project.member_twice", "On the team more than once: {people}.", "以下人员在团队中重复：{people}。"
)
MEMBER_BACKWARDS = Reason(
    "project.member_dates",
    "{person} would leave the team on {ends}, before joining it on {starts}.",
    "{person}的离队日期{ends}早于入队日期{starts}。",
)
NO_ALLOCATION = Reason(
    "project.no_allocation", "{person} gives no time to the project.", "{person}未投入任何工作时间。"
)
TEAM_EXISTS = Reason("project.team_exists", "The project has a team; change it.", "项目已有团队，请变更团队。")
NO_TEAM = Reason("project.no_team", "The project has no team yet.", "项目尚未组建团队。")
LEAD_BY_CHANGE = Reason(
    "project.lead_by_change",
    "Once there is a plan, the team lead {lead} is replaced by a change request.",
    "已有项目规划后，更换负责人{lead}须通过变更申请。",
)
OWNER_LEAVES = Reason(
    "project.owner_leaves",
    "Who is off the team still answers for: {titles}.",
    "离队人员仍负责以下事项：{titles}。",
)

WHOLE = Decimal(100)
ALLOCATION = Labelled("allocation", "The allocation", "投入比例")


@act("组建项目团队", Role.SPONSOR, Role.PM)
def assemble_team(project: Project, context: Context, *, team: tuple[Member, ...]) -> Iterator[ProjectTeamAssembled]:
    """Put the team together: a duty for each member, and exactly one lead (PROJ-08).

    Who is given more than their whole time over all projects is named, not refused, and their superior is told.
    """
    if project.team:
        raise TEAM_EXISTS()
    require_team(team, context)
    too_much = overloads(project, team, context)
    yield ProjectTeamAssembled(team=team, overloads=too_much, to=superiors(too_much, context))


@act("变更项目团队", Role.SPONSOR, Role.PM)
def change_team(
    project: Project, context: Context, *, team: tuple[Member, ...], reason: Text
) -> Iterator[ProjectTeamChanged]:
    """Put a new list in the place of the team (PROJ-08).

    Once there is a plan, another lead takes a change request, but for one who has left the company (PROJ-16).
    """
    if not project.team:
        raise NO_TEAM()
    require_team(team, context)
    lead = next(member.person for member in team if member.lead)
    still_there = employed(project.team, context)
    if project.baseline is not None and lead != project.lead and project.lead in still_there:
        raise LEAD_BY_CHANGE(lead=project.lead)
    off = still_there - {member.person for member in team}
    tasks = [each.title for each in project.tasks.values() if not each.ended and each.owner in off]
    ahead = [each for each in project.milestones.values() if each.status is MilestoneStatus.PLANNED]
    if titles := [*tasks, *(each.title for each in ahead if each.owner in off)]:
        raise OWNER_LEAVES(titles=titles)
    if team != project.team:
        too_much = overloads(project, team, context)
        yield ProjectTeamChanged(team=team, overloads=too_much, to=superiors(too_much, context), reason=reason)


def employed(team: tuple[Member, ...], context: Context) -> set[PersonId]:
    """The members who have not left the company."""
    people = company(context.world).people
    return {each.person for each in team if each.person in people and people[each.person].employed(context.today)}


def require_team(team: tuple[Member, ...], context: Context) -> None:
    """Refuse ONE_LEAD, MEMBER_TWICE, MEMBER_BACKWARDS, NO_ALLOCATION, and whoever is not employed or only reads."""
    if (count := sum(member.lead for member in team)) != 1:
        raise ONE_LEAD(count=count)
    people = [member.person for member in team]
    if twice := sorted({person for person in people if people.count(person) > 1}):
        raise MEMBER_TWICE(people=twice)
    organisation = company(context.world)
    for member in team:
        acting_on(organisation, member.person, context.today)
        if member.ends < member.starts:
            raise MEMBER_BACKWARDS(person=member.person, starts=member.starts, ends=member.ends)
        if not percent(member.allocation, ALLOCATION):
            raise NO_ALLOCATION(person=member.person)


def overloads(project: Project, team: tuple[Member, ...], context: Context) -> tuple[Overload, ...]:
    """The members who are given more than their whole time on some day, with the most that it comes to (PROJ-08)."""
    peaks = ((member.person, peak(member, elsewhere(project, member.person, context))) for member in team)
    return tuple(Overload(person=person, allocation=most) for person, most in peaks if most > WHOLE)


def superiors(overloads: tuple[Overload, ...], context: Context) -> tuple[PersonId, ...]:
    """Those who divide the time of the overloaded, each once."""
    found = (company(context.world).superior(each.person, context.today) for each in overloads)
    return tuple(dict.fromkeys(superior for superior in found if superior is not None))


def elsewhere(project: Project, person: PersonId, context: Context) -> list[Member]:
    """What the person does in other projects."""
    ids = (ProjectId(id) for id in context.world.find(MEMBER, person) if id != project.id)
    others = (context.world.get(Project, id) for id in ids)
    return [each for other in others if other for each in other.team if each.person == person]


def peak(member: Member, others: list[Member]) -> Decimal:
    """The largest sum of allocations on a day of the member's time; it is reached when one of them begins."""
    days = {member.starts, *(other.starts for other in others if member.starts <= other.starts <= member.ends)}
    return max(
        member.allocation + sum((other.allocation for other in others if other.starts <= day <= other.ends), Decimal(0))
        for day in days
    )
