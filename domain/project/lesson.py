"""The library of lessons learnt: what a project leaves to those that follow (PROJ-22)."""

from datetime import datetime

from msgspec.structs import asdict

from domain.project.ending_events import ProjectLessonRecorded
from domain.project.results import NewLesson
from domain.project.terms import LessonStatus
from domain.shared.ids import LessonId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp


class Lesson(NewLesson, frozen=True, kw_only=True):
    """A lesson of a project that was closed, terminated or evaluated afterwards."""

    id: LessonId
    status: LessonStatus = LessonStatus.RECORDED
    recorded_at: datetime


LESSON_LIFECYCLE: Lifecycle[LessonStatus] = Lifecycle(
    {ProjectLessonRecorded: move(UNBORN, to=LessonStatus.RECORDED)}, final=frozenset({LessonStatus.RECORDED})
)


def evolve_lesson(lesson: Lesson | None, event: ProjectLessonRecorded, stamp: Stamp) -> Lesson:
    return Lesson(id=event.lesson, recorded_at=stamp.at, **asdict(event.content))
