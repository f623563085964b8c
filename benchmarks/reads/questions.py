"""What is asked: the questions, the arguments by which each is asked anew every time, and what makes answers equal."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.reads.company import OF_HUMAN_RESOURCES, Scale, appraisal_id, plan_id, project_id, unit
from benchmarks.reads.readers import EMPLOYEE, HUMAN_RESOURCES, MANAGER

QUERIES = Path(__file__).parent / "queries"
"""The questions as our API is asked; they can be run by hand."""
AT_MOST = 500
"""With how many different arguments a question is asked."""
UNLIKE = {"endCursor", "extensions"}
"""What everybody writes differently, or says besides the answer."""

Variables = Mapping[str, Any]
Ask = Callable[[str, Variables], Any]
"""Asks a question by its name; the whole answer, from JSON."""


@dataclass(frozen=True, slots=True)
class Question:
    """`arguments` are those of first pages where `pages` names a connection, whose further pages are asked as well."""

    name: str
    title: str
    arguments: Callable[[Scale], Iterator[Variables]]
    pages: str | None = None
    reader: str = EMPLOYEE
    """The token of the one who asks."""


def plans_by_id(scale: Scale) -> Iterator[Variables]:
    step = max(1, scale.plans // AT_MOST)
    return ({"id": plan_id(number)} for number in range(0, scale.plans, step))


def everything(_: Scale) -> Iterator[Variables]:
    yield {}


def kinds_of_issues(_: Scale) -> Iterator[Variables]:
    statuses = ("IN_ANALYSIS", "REGISTERED", "REPORTED")
    return ({"status": status, "severity": severity} for status in statuses for severity in range(1, 5))


def departments(scale: Scale) -> Iterator[Variables]:
    return ({"unit": unit(number)} for number in range(scale.units))


def projects_by_id(scale: Scale) -> Iterator[Variables]:
    return ({"id": project_id(number)} for number in range(scale.projects))


def appraisals_by_id(scale: Scale) -> Iterator[Variables]:
    """Of all months; of human resources' own, the last is withheld."""
    every = [(month, number) for month in range(scale.months) for number in range(1, scale.people)]
    step = max(1, len(every) // AT_MOST)
    withheld = (scale.months - 1, OF_HUMAN_RESOURCES)
    return ({"id": appraisal_id(*each)} for each in (*every[::step], withheld))


def kinds_of_results(_: Scale) -> Iterator[Variables]:
    return ({"status": "FINALISED", "grade": grade} for grade in ("EXCELLENT", "GOOD", "COMPETENT", "WEAK", "FAIL"))


QUESTIONS = (
    Question("plan", "One plan with its tasks, people and departments", plans_by_id),
    Question("plans", "A page of 50 plans with all of that", everything, pages="plans"),
    Question("issues", "A page of 100 flat rows, filtered by two columns", kinds_of_issues, pages="issues"),
    Question("dashboard", "Eight counts for a department", departments),
    Question("title", "The title of one plan", plans_by_id),
    Question("project", "One project with its team, tasks, milestones, people and costs", projects_by_id),
    Question("projects", "A page of 50 projects with all of that but costs", everything, pages="projects"),
    Question(
        "appraisal",
        "One appraisal with its objectives and scores, as human resources see it",
        appraisals_by_id,
        reader=HUMAN_RESOURCES,
    ),
    Question(
        "appraisals",
        "A page of 100 appraisals, filtered by two columns, as human resources see it",
        kinds_of_results,
        pages="appraisals",
        reader=HUMAN_RESOURCES,
    ),
    Question(
        "reports",
        "The same page, as a manager sees it",
        kinds_of_results,
        pages="appraisals",
        reader=MANAGER,
    ),
)


def asked(question: Question, scale: Scale, ask: Ask) -> Iterator[tuple[Variables, Any]]:
    """The question with each of its arguments, from page to page by the cursors that one is given; and the answers."""
    for first in question.arguments(scale):
        variables = first
        while True:
            answer = ask(question.name, variables)
            yield variables, answer
            page = answer["data"][question.pages]["pageInfo"] if question.pages else {"hasNextPage": False}
            if not page["hasNextPage"]:
                break
            variables = {**variables, "after": page["endCursor"]}


def canonical(value: Any) -> Any:
    """An answer as all give it: numbers as text, moments in UTC, without what is `UNLIKE`."""
    if isinstance(value, dict):
        return {name: canonical(each) for name, each in sorted(value.items()) if name not in UNLIKE}
    if isinstance(value, list):
        return [canonical(each) for each in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and len(value) > len("2026-01-01T00:00"):
        return in_utc(value)
    return value


def in_utc(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.astimezone(UTC).isoformat()
