"""All that happens in the company, in its order."""

from collections.abc import Iterator

from benchmarks.reads import appraisals, issues, plans, projects
from benchmarks.reads.company import Happening, Scale


def happenings(scale: Scale) -> Iterator[Happening]:
    """Plans, issues, projects and appraisals come to be, and then go on as often as the scale asks.

    What goes on leaves everything that the benchmark's questions show as it was, and changes much in between; so a
    longer history has the same answers, and another past.
    """
    for number in range(scale.plans):
        yield from plans.plan_begins(number, scale)
    for number in range(scale.issues):
        yield from issues.issue_begins(number, scale)
    for number in range(scale.projects):
        yield from projects.project_begins(number, scale)
    yield from appraisals.scheme_begins()
    for month in range(scale.months):
        yield from appraisals.month_begins(month, scale)
    for turn in range(1, scale.history):
        yield from turned(scale, turn)


def turned(scale: Scale, turn: int) -> Iterator[Happening]:
    """As much as has happened at first, once more."""
    for number in range(scale.plans):
        yield from plans.plan_goes_on(number, scale, turn)
    for number in range(scale.issues):
        yield from issues.issue_goes_on(number, scale, turn)
    for number in range(scale.projects):
        yield from projects.project_goes_on(number, scale, turn)
    for month in range(scale.months):
        yield from appraisals.month_goes_on(month, scale, turn)
