"""Two small rooms to project: jobs with steps, of every kind of column, and notes that not everybody may read."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NewType, assert_never

from msgspec import Struct, structs
from msgspec.structs import replace

from domain.shared.approval import Request, Signature
from domain.shared.growing import Growing
from domain.shared.ids import PersonId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.room import Part, Room, Work, shown
from domain.shared.term import Role, Term

JobId = NewType("JobId", str)
StepId = NewType("StepId", str)
NoteId = NewType("NoteId", str)


class Status(Term):
    OPEN = "OPEN", "进行中"
    ASKED = "ASKED", "待批"
    DONE = "DONE", "完成"


class Drawing(Struct, frozen=True, kw_only=True):
    sheet: str
    scale: Decimal


class JobOpened(Struct, frozen=True, kw_only=True, tag="job.opened"):
    title: str
    owner: PersonId
    price: Decimal | None = None
    due: date | None = None
    after: tuple[JobId, ...] = ()


class JobDescribed(Struct, frozen=True, kw_only=True, tag="job.described"):
    title: str
    price: Decimal | None
    due: date | None
    urgent: bool
    drawings: tuple[Drawing, ...] = ()
    hours: Mapping[str, Decimal] | None = None


class JobSubmitted(Struct, frozen=True, kw_only=True, tag="job.submitted"):
    request: Request
    comment: str


class JobRemarked(Struct, frozen=True, kw_only=True, tag="job.remarked"):
    text: str


class JobDone(Struct, frozen=True, kw_only=True, tag="job.done"):
    """Ends the job and every step of it."""

    signature: Signature


class StepPlanned(Struct, frozen=True, kw_only=True, tag="job.step.planned"):
    step: StepId
    text: str
    by: PersonId


class StepFinished(Struct, frozen=True, kw_only=True, tag="job.step.finished"):
    step: StepId


class StepsDropped(Struct, frozen=True, kw_only=True, tag="job.steps_dropped"):
    """These steps are no longer part of the job."""

    steps: tuple[StepId, ...]


class Step(Struct, frozen=True, kw_only=True):
    """Something to do in a job."""

    id: StepId
    text: str
    """What is to be done."""
    by: PersonId
    finished_at: datetime | None = None
    status: Status = Status.OPEN


class Remark(Struct, frozen=True, kw_only=True):
    text: str
    by: PersonId


class Job(Struct, frozen=True, kw_only=True):
    """Work for a customer."""

    id: JobId
    title: str
    owner: PersonId
    """Who answers for it."""
    price: Decimal | None = None
    due: date | None = None
    urgent: bool = False
    after: tuple[JobId, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    hours: Mapping[str, Decimal] | None = None
    """How long each person may work on it."""
    steps: Mapping[StepId, Step] = {}
    request: Request | None = None
    remarks: Growing[Remark] = ()
    """What was said about it."""
    status: Status = Status.OPEN

    @shown
    def progress(self) -> int:
        """How many of its steps are finished."""
        return sum(step.status is Status.DONE for step in self.steps.values())


def evolve_step(step: Step | None, event: StepPlanned | StepFinished, stamp: Stamp) -> Step:
    match event:
        case StepPlanned(step=id, text=text, by=by):
            return replace(step, text=text, by=by) if step else Step(id=id, text=text, by=by)
        case StepFinished():
            assert step is not None
            return replace(step, finished_at=stamp.at)
        case _:
            assert_never(event)


JobEvent = JobOpened | JobDescribed | JobRemarked | JobSubmitted | JobDone | StepPlanned | StepFinished | StepsDropped


def evolve(job: Job | None, event: JobEvent, stamp: Stamp) -> Job:
    if isinstance(event, JobOpened):
        return Job(
            id=JobId(stamp.record),
            title=event.title,
            owner=event.owner,
            price=event.price,
            due=event.due,
            after=event.after,
        )
    assert job is not None
    match event:
        case JobDescribed():
            return replace(job, **structs.asdict(event))
        case JobRemarked(text=text):
            return replace(job, remarks=(*job.remarks, Remark(text=text, by=stamp.actor)))
        case JobSubmitted(request=request):
            return replace(job, request=request)
        case JobDone():
            steps = {id: replace(step, status=Status.DONE) for id, step in job.steps.items()}
            return replace(job, steps=steps)
        case StepPlanned() | StepFinished():
            return job
        case StepsDropped(steps=dropped):
            return replace(job, steps={id: step for id, step in job.steps.items() if id not in dropped})
        case _:
            assert_never(event)


def work(job: Job) -> Iterator[Work]:
    assert isinstance(job, Job)
    if job.request and job.status is Status.ASKED:
        yield Work(act="job.finish", title=job.title, role=Role.DM, since=job.request.asked_at)
    for step in job.steps.values():
        if step.status is Status.OPEN and job.request:
            at = job.request.asked_at
            yield Work(act="job.finish_step", title=step.text, part=step.id, person=step.by, since=at, due=at)


JOBS = Room(
    name="job",
    zh="工件",
    id=JobId,
    state=Job,
    events=JobEvent,
    evolve=evolve,
    lifecycle=Lifecycle(
        {
            JobOpened: move(UNBORN, to=Status.OPEN),
            JobDescribed: move(Status.OPEN),
            JobRemarked: move(*Status),
            JobSubmitted: move(Status.OPEN, to=Status.ASKED),
            JobDone: move(Status.ASKED, to=Status.DONE),
            StepPlanned: move(Status.OPEN),
            StepFinished: move(Status.OPEN),
            StepsDropped: move(Status.OPEN),
        }
    ),
    acts={},
    parts=(
        Part(
            name="step",
            zh="工序",
            id=StepId,
            state=Step,
            inside="steps",
            lifecycle=Lifecycle(
                {StepPlanned: move(UNBORN, to=Status.OPEN), StepFinished: move(Status.OPEN, to=Status.DONE)}
            ),
            evolve=evolve_step,
        ),
    ),
    work=work,
)


class NoteWritten(Struct, frozen=True, kw_only=True, tag="note.written"):
    text: str
    about: PersonId
    job: JobId


class Note(Struct, frozen=True, kw_only=True):
    """Something about a person that is not for everybody."""

    id: NoteId
    text: str
    about: PersonId
    job: JobId
    status: Status = Status.OPEN


def written(note: Note | None, event: NoteWritten, stamp: Stamp) -> Note:
    if note:
        return replace(note, text=event.text, about=event.about)
    return Note(id=NoteId(stamp.record), text=event.text, about=event.about, job=event.job)


NOTES = Room(
    name="note",
    zh="备注",
    id=NoteId,
    state=Note,
    events=NoteWritten,
    evolve=written,
    lifecycle=Lifecycle({NoteWritten: move(UNBORN, Status.OPEN, to=Status.OPEN)}),
    acts={},
    readers=(Role.HR, "about"),
)

ROOMS = (JOBS, NOTES)
