"""The departments' review of an initiation report, round by round (PROJ-03, PROJ-05)."""

from collections.abc import Iterator

from domain.organisation.rules import unit_on
from domain.organisation.state import company
from domain.project.initiation_events import (
    Concluded,
    Invited,
    NewCondition,
    ProjectInitiationSubmitted,
    ProjectReviewFailed,
    ProjectReviewOpinionAnswered,
    ProjectReviewOpinionGiven,
    ProjectReviewPassed,
)
from domain.project.proposing import WRITERS, library
from domain.project.review import INVITED, Review
from domain.project.state import Project
from domain.project.terms import Feasibility, Opinion, Status
from domain.shared.act import Context, act
from domain.shared.approval import Verdict, ask, sign
from domain.shared.ids import ConditionId, ReviewId, UnitId
from domain.shared.refusal import Labelled, Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

NOT_FEASIBLE = Reason(
    "project.not_feasible",
    "The research concludes that the project is not feasible; it cannot be submitted.",
    "前期调研结论为不可行，不能提交立项。",
)
INCOMPLETE = Reason(
    "project.report_incomplete", "The initiation report does not say: {missing}.", "立项报告缺少以下内容：{missing}。"
)
NOBODY_INVITED = Reason(
    "project.nobody_invited",
    "At least one department must be invited to review the report.",
    "须至少邀请一个部门评审。",
)
OWN_UNIT = Reason(
    "project.own_unit",
    "{units} wrote the report or lead the project and cannot review it.",
    "{units}为编制或牵头部门，不能评审。",
)
HEADLESS = Reason(
    "project.unit_without_head", "{unit} has no manager who could review the report.", "{unit}没有可评审的负责人。"
)
UNANSWERED = Reason(
    "project.opinions_unanswered",
    "The opinions of {units} in the earlier round are not answered.",
    "{units}在上一轮的评审意见尚未答复。",
)
COMMENT_UNANSWERED = Reason(
    "project.comment_unanswered",
    "The report was returned with a comment; say how it was answered.",
    "立项报告曾被退回，请说明如何答复退回意见。",
)
LESSONS_NOT_CONSULTED = Reason(
    "project.lessons_not_consulted",
    "Lessons of earlier projects of the same category were not looked at: {lessons}.",
    "尚未查阅同类项目的经验教训：{lessons}。",
)
CONDITIONS_NEEDED = Reason(
    "project.conditions_needed",
    "Conditions are given if, and only if, the report is passed with conditions.",
    "有条件通过时须且仅在此时列明条件。",
)

BACKGROUND = Labelled("background", "background", "项目背景")
OBJECTIVES = Labelled("objectives", "objectives", "目标")
MARKET = Labelled("market_analysis", "market analysis", "市场分析")
SCHEME = Labelled("technical_scheme", "technical scheme", "技术方案")
BENEFIT = Labelled("benefit_forecast", "economic-benefit forecast", "经济效益预测")


@act("提交立项报告", *WRITERS)
def submit(
    project: Project, context: Context, *, reviewers: tuple[UnitId, ...], answer: str = ""
) -> Iterator[ProjectInitiationSubmitted]:
    """Send the report, as its next version, to the departments that it concerns (PROJ-01 to 05, PROJ-22).

    `answer` says how the comment was taken up with which the management had returned it.
    """
    if project.proposal.research.conclusion is Feasibility.NOT:
        raise NOT_FEASIBLE()
    if missing := missing_sections(project):
        raise INCOMPLETE(missing=missing)
    units = tuple(dict.fromkeys(reviewers))
    require_reviewers(project, units, context)
    if open_ := [review.unit for review in project.reviews.values() if review.unanswered]:
        raise UNANSWERED(units=open_)
    if project.status is Status.RETURNED and not answer.strip():
        raise COMMENT_UNANSWERED()
    looked_at = {lesson for each in project.consultations for lesson in each.lessons}
    if unseen := [lesson for lesson in library(project.category, context.world) if lesson not in looked_at]:
        raise LESSONS_NOT_CONSULTED(lessons=unseen)
    before = project.versions[-1] if project.versions else None
    yield ProjectInitiationSubmitted(
        request=ask(project.proposal, context, project.request, before),
        invited=tuple(Invited(review=ReviewId(context.new_id("review")), unit=unit) for unit in units),
        answer=answer,
    )


@act("评审立项报告", Role.HEAD, decides=True)
def give_opinion(
    project: Project,
    review: Review,
    context: Context,
    *,
    opinion: Opinion,
    text: Text,
    conditions: tuple[Line, ...] = (),
) -> Iterator[ProjectReviewOpinionGiven | Concluded]:
    """Say for the invited department whether the report passes, and on which conditions (PROJ-03).

    With the last opinion the review is concluded: it is passed unless a department did not pass the report.
    """
    if (opinion is Opinion.CONDITIONS) != bool(conditions):
        raise CONDITIONS_NEEDED()
    assert project.request is not None
    verdict = Verdict.FAILED if opinion is Opinion.FAIL else Verdict.PASSED
    yield ProjectReviewOpinionGiven(
        review=review.id,
        opinion=opinion,
        text=text,
        conditions=new_conditions(conditions, context),
        signature=sign(project.request, project.proposal, context, verdict, text),
    )
    others = [each for each in project.reviews.values() if each.round == review.round and each.id != review.id]
    if any(each.status is INVITED for each in others):
        return
    failed = [each.unit for each in others if each.opinion is Opinion.FAIL]
    failed += [review.unit] if opinion is Opinion.FAIL else []
    if failed:
        yield ProjectReviewFailed(round=review.round, failed=tuple(failed))
    else:
        yield ProjectReviewPassed(round=review.round)


@act("答复评审意见", *WRITERS)
def answer_opinion(
    project: Project, review: Review, context: Context, *, answer: Text
) -> Iterator[ProjectReviewOpinionAnswered]:
    """Say what was made of a department's opinion, before the report is submitted again (PROJ-05)."""
    yield ProjectReviewOpinionAnswered(review=review.id, answer=answer)


def missing_sections(project: Project) -> list[Labelled]:
    """The mandatory sections of the report that say nothing (PROJ-02)."""
    report = project.proposal.report
    told = {
        BACKGROUND: report.background.strip(),
        OBJECTIVES: report.objectives.strip(),
        MARKET: report.market_analysis.strip(),
        SCHEME: report.technical_scheme.strip(),
        BENEFIT: report.benefit_forecast and report.benefit_forecast.benefits,
    }
    return [section for section, given in told.items() if not given]


def require_reviewers(project: Project, units: tuple[UnitId, ...], context: Context) -> None:
    """Refuse NOBODY_INVITED, OWN_UNIT, HEADLESS and units that do not exist."""
    if not units:
        raise NOBODY_INVITED()
    organisation = company(context.world)
    own = {project.unit, *(organisation.unit_of(person, context.today) for person in project.contributors)}
    if barred := [unit for unit in units if unit in own]:
        raise OWN_UNIT(units=barred)
    for unit in units:
        unit_on(organisation, unit, context.today)
        if organisation.head(unit, context.today) is None:
            raise HEADLESS(unit=unit)


def new_conditions(texts: tuple[str, ...], context: Context) -> tuple[NewCondition, ...]:
    return tuple(NewCondition(condition=ConditionId(context.new_id("condition")), text=text) for text in texts)
