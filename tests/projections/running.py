"""The runner at work, as a process that leads or as one that follows another."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

from domain.shared.ids import PersonId
from projections.database import Unavailable
from projections.runner import Runner
from projections.views import Views
from tests.projections.log import Log
from tests.projections.workshop import JobDescribed, JobOpened

PATIENCE = 20.0
GATE = JobOpened(title="Gate", owner=PersonId("ana"))


def renamed(title: str) -> JobDescribed:
    return JobDescribed(title=title, price=None, due=None, urgent=False)


@contextmanager
def running(log: Log, views: Views, away: type[Exception] = Unavailable) -> Iterator[Runner]:
    runner = Runner(log, views, away)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()


class Followed(Log):
    """The same log in a process that does not lead until it is told to."""

    def __init__(self, log: Log) -> None:
        self.__dict__.update(log.__dict__)
        self.told = Event()

    def leads(self, name: str) -> bool:
        return name == "views" and self.told.is_set()
