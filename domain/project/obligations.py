"""What is due about a project by a day: meetings, evaluations, its summary, looking back on it (AUDIT-10)."""

from collections.abc import Iterator

from domain.project.state import Project
from domain.project.terms import Status
from domain.project.timers import EVALUATORS
from domain.shared.room import Obligation, Rule

MEETING = Rule(
    "project.meeting", "项目进度会议", "Hold the next progress meeting.", "PROJ-10", ("project.record_meeting",)
)
EVALUATION = Rule("project.evaluation", "项目定期评估", "Evaluate the progress.", "PROJ-14", ("project.evaluate",))
SUMMARY = Rule(
    "project.summary", "终止项目总结", "Sum up what a project leaves that was terminated.", "PROJ-16",
    ("project.summarise",),
)
POST_EVALUATION = Rule(
    "project.post_evaluation", "项目后评价", "Compare the realised benefit with the forecast.", "PROJ-21",
    ("project.post_evaluate",),
)


def obligations(project: Project) -> Iterator[Obligation]:
    """What somebody owes the project now."""
    title, lead = project.title, project.lead
    if project.meeting_due:
        nth = len(project.meetings) + 1
        yield Obligation(rule=MEETING, nth=nth, title=title, person=lead, due=project.meeting_due)
    if project.evaluation_due:
        nth = len(project.evaluations) + 1
        yield Obligation(rule=EVALUATION, nth=nth, title=title, person=lead, due=project.evaluation_due)
    if project.status is Status.TERMINATED and project.summarised is None and project.summary_due:
        yield Obligation(rule=SUMMARY, title=title, person=lead or project.sponsor, due=project.summary_due)
    if project.status is Status.CLOSED and project.post_evaluation_due:
        role = EVALUATORS[project.kind]
        yield Obligation(rule=POST_EVALUATION, title=title, role=role, due=project.post_evaluation_due)
