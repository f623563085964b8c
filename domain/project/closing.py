"""Documents, summary, closing, post-evaluation and lessons of a project (PROJ-19 to PROJ-22)."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from domain.project.ending_events import (
    LessonsRecorded,
    ProjectClosed,
    ProjectDocumentFiled,
    ProjectLessonRecorded,
    ProjectPostEvaluated,
    ProjectSummarised,
    ProjectSummaryReturned,
)
from domain.project.proposing import require_possible
from domain.project.results import Document, NewLesson, PostEvaluation, Summary
from domain.project.standing import figures
from domain.project.state import Project
from domain.project.terms import CommitmentStatus, ConditionStatus, Status
from domain.shared.act import Context, act
from domain.shared.approval import Signature, Verdict, ask, sign
from domain.shared.ids import LessonId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Text

NO_LESSONS = Reason("project.no_lessons", "A summary names at least one lesson.", "项目总结须至少列出一条经验教训。")
SUMMARISED = Reason("project.summarised", "The project that was terminated has its summary.", "该终止项目已提交总结。")
NOT_SUMMARISED = Reason(
    "project.not_summarised",
    "The project has no summary that waits to be confirmed.",
    "项目没有待确认的总结。",
)
EDITION_TAKEN = Reason(
    "project.edition_taken",
    "Edition {edition} of “{title}” is filed with another content; file the new one as another edition.",
    "“{title}”第{edition}版已归档且内容不同，请以新版本归档。",
)
DOCUMENTS_MISSING = Reason(
    "project.documents_missing", "These documents are not filed: {documents}.", "以下文件尚未归档：{documents}。"
)
CRITICAL_OPEN = Reason(
    "project.critical_open", "These critical problems are open: {problems}.", "以下严重问题尚未解决：{problems}。"
)
COMMITMENTS_OPEN = Reason(
    "project.commitments_open",
    "These commitments still bind money: {commitments}.",
    "以下承诺尚未结清：{commitments}。",
)
CONDITIONS_OPEN = Reason(
    "project.conditions_open", "These conditions are not fulfilled: {conditions}.", "以下条件尚未落实：{conditions}。"
)
TOO_SOON = Reason(
    "project.post_evaluation_early",
    "The post-evaluation is due on {due}; say why it is made before.",
    "后评价应于{due}进行，提前进行须说明原因。",
)
NOTHING_REALISED = Reason(
    "project.nothing_realised",
    "Name the benefit realised in at least one period; where there was none, say 0.",
    "须至少列明一个期间的已实现效益；没有效益的填写0。",
)
NOT_AHEAD = Reason(
    "project.post_evaluation_past",
    "The day {day} of the post-evaluation is not ahead; the summary must name a later one.",
    "后评价日期{day}不在今后，项目总结须另定日期。",
)

MONTHS = 6
"""How long after closing the post-evaluation is due, unless the summary names a day (PROJ-21)."""


@act("归档项目文件", Role.PT, Role.PM)
def file_document(project: Project, context: Context, *, document: Document) -> Iterator[ProjectDocumentFiled]:
    """File a document of the project under its class, with its edition and the hash of its content (PROJ-19)."""
    filed = {(each.kind, each.title, each.edition): each for each in project.documents}
    if (before := filed.get((document.kind, document.title, document.edition))) not in (None, document):
        raise EDITION_TAKEN(title=document.title, edition=document.edition)
    if before is None:
        yield ProjectDocumentFiled(document=document)


@act("提交项目总结", Role.PM, Role.SPONSOR)
def summarise(project: Project, context: Context, *, summary: Summary) -> Iterator[ProjectSummarised | LessonsRecorded]:
    """Sum the project up, with its effect against the forecast and the lessons (PROJ-20 to 22).

    The sponsor of an accepted project confirms it by closing; that of a terminated one stands as it is.
    """
    terminated = project.status is Status.TERMINATED
    if terminated and project.summarised is not None:
        raise SUMMARISED()
    if not summary.lessons:
        raise NO_LESSONS()
    require_ahead(summary, context)
    before = project.summarised.summary if project.summarised else None
    yield ProjectSummarised(
        request=ask(summary, context, project.summary_request, before),
        summary=summary,
        figures=figures(project, context.today),
    )
    if terminated:
        yield from recorded(summary.lessons, context)


@act("退回项目总结", Role.SPONSOR, decides=True)
def return_summary(project: Project, context: Context, *, comment: Text) -> Iterator[ProjectSummaryReturned]:
    """Have the summary written better before the project is closed, saying what is missing (PROJ-20)."""
    yield ProjectSummaryReturned(signature=signed(project, context, Verdict.RETURNED, comment))


@act("确认关闭项目", Role.SPONSOR, decides=True)
def close(project: Project, context: Context, *, comment: str = "") -> Iterator[ProjectClosed | LessonsRecorded]:
    """Confirm the lead's summary and close the project, when nothing of it is open (PROJ-11, 15, 19 to 22)."""
    signature = signed(project, context, Verdict.APPROVED, comment)
    require_nothing_open(project)
    assert project.summarised is not None
    summary = project.summarised.summary
    require_ahead(summary, context)
    due = summary.post_evaluation_on or months_later(context.today, MONTHS)
    yield ProjectClosed(signature=signature, summary=summary, post_evaluation_due=due)
    yield from recorded(summary.lessons, context)


@act("开展项目后评价", Role.OS, Role.MKT, decides=True)
def post_evaluate(
    project: Project, context: Context, *, evaluation: PostEvaluation
) -> Iterator[ProjectPostEvaluated | LessonsRecorded]:
    """Compare the benefit realised with the forecast, once it is due; the team lead does not (PROJ-21)."""
    assert project.post_evaluation_due is not None
    if context.today < project.post_evaluation_due and not evaluation.reason.strip():
        raise TOO_SOON(due=project.post_evaluation_due)
    if not evaluation.realised:
        raise NOTHING_REALISED()
    require_possible(evaluation.realised)
    yield ProjectPostEvaluated(evaluation=evaluation)
    yield from recorded(evaluation.lessons, context)


def require_ahead(summary: Summary, context: Context) -> None:
    """Refuse NOT_AHEAD when the day named for the post-evaluation has come before the project is closed."""
    if summary.post_evaluation_on is not None and summary.post_evaluation_on <= context.today:
        raise NOT_AHEAD(day=summary.post_evaluation_on)


def require_nothing_open(project: Project) -> None:
    """Refuse DOCUMENTS_MISSING, CRITICAL_OPEN, COMMITMENTS_OPEN and CONDITIONS_OPEN."""
    if project.missing_documents:
        raise DOCUMENTS_MISSING(documents=project.missing_documents)
    if critical := [each.title for each in project.problems.values() if each.critical]:
        raise CRITICAL_OPEN(problems=critical)
    if bound := [each.title for each in project.commitments.values() if each.status is CommitmentStatus.OPEN]:
        raise COMMITMENTS_OPEN(commitments=bound)
    if unmet := [each.text for each in project.conditions.values() if each.status is ConditionStatus.OPEN]:
        raise CONDITIONS_OPEN(conditions=unmet)


def recorded(lessons: Iterable[NewLesson], context: Context) -> Iterator[ProjectLessonRecorded]:
    for lesson in lessons:
        yield ProjectLessonRecorded(lesson=LessonId(context.new_id("lesson")), content=lesson)


def signed(project: Project, context: Context, verdict: Verdict, comment: str) -> Signature:
    """The sponsor's signature on the summary. Refuses NOT_SUMMARISED."""
    if project.summarised is None or project.summary_request is None or project.summary_returned:
        raise NOT_SUMMARISED()
    return sign(project.summary_request, project.summarised.summary, context, verdict, comment)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
