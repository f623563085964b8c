"""The runner: a thread that follows the log and keeps the views up to it, in batches, each in one transaction."""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from threading import Condition, Event, Thread

from projections.awaited import Awaited
from projections.batches import advanced
from projections.database import Overtaken, Unavailable, Writer
from projections.following import Feed, Following
from projections.layout import fingerprint, label
from projections.rebuild import rebuild, shows
from projections.views import Views

TASK = "views"
"""The task of which only one process is in charge."""
NAP = 0.25
"""Seconds after which the runner looks whether it should stop or take over."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Status:
    """How the views are: how far they have come, whether this process writes them, and what has stopped them.

    Views that are not `ready` cannot be read: there are none, or those of another program.
    """

    position: int
    ready: bool
    leading: bool
    error: Exception | None


class Runner:
    """Keeps the views up to the log while it leads, and knows how far they have come in any case."""

    def __init__(self, feed: Feed, views: Views, away: type[Exception] = Unavailable) -> None:
        """`away` is what the feed raises while the log cannot be reached."""
        self._passing = Overtaken, Unavailable, away
        self._feed = feed
        self._views = views
        self._moved = Condition()
        self._awaited = Awaited()
        self._position = 0
        self._ready = False
        self._leading = False
        self._error: Exception | None = None
        self._stopping = Event()
        self._thread = Thread(target=self._run, name="views", daemon=True)

    def start(self) -> None:
        """Begin to follow the log. Views that are missing, or of another log or layout, are made anew first."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the batch in hand."""
        self._stopping.set()
        self._feed.wake()
        if self._thread.ident is not None:
            self._thread.join()

    def wait(self, position: int, timeout: float) -> bool:
        """Sleep until the views have come to the position, `timeout` seconds at most; whether they have.

        Does not sleep when the views are stopped by an error.
        """
        with self._moved:
            self._moved.wait_for(lambda: self._shows(position) or self._error, timeout)
            return self._shows(position)

    def tell(self, position: int, ring: Callable[[], None]) -> Callable[[], None]:
        """Have `ring` called once the views have come to the position, or are stopped by an error: at once, or in the
        thread of the runner, and sometimes both. The result forgets it.
        """
        forget = self._awaited.add(position, ring)
        if self._shows(position) or self._error:
            ring()
        return forget

    def status(self) -> Status:
        """How the views are."""
        return Status(self._position, self._ready, self._leading, self._error)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._leading = self._feed.leads(TASK)
                if self._leading:
                    self._lead()
                else:
                    self._attend()
            except self._passing as error:
                logger.warning("The views could not be written: %s. Trying again.", error)
                self._stopping.wait(NAP)
            except Exception as error:
                logger.exception("The views have stopped at position %d.", self._position)
                with self._moved:
                    self._error = error
                    self._moved.notify_all()
                self._awaited.reach(math.inf)
                return

    def _lead(self) -> None:
        """Follow the log as long as nothing fails and nothing is erased."""
        edition = self._feed.edition()
        if not self._laid_out():
            logger.info("Making the views anew: there are none of this log, layout and edition.")
            for _ in rebuild(self._views, self._feed):
                if self._stopping.is_set():
                    return
        writer = self._views.database.writer()
        try:
            self._follow(writer, edition)
        finally:
            writer.close()

    def _follow(self, writer: Writer, edition: int) -> None:
        views = self._views
        self._reach(views.position())
        following = Following(views.rooms, views.tables, views.database.dialect, self._feed, views.latest())
        while not self._stopping.is_set() and self._feed.edition() == edition:
            for position in advanced(self._feed, following, writer, self._position):
                self._reach(position)
                if self._stopping.is_set() or self._feed.edition() != edition:
                    return
            self._feed.wait(self._position, NAP)

    def _attend(self) -> None:
        """Notice how far the process that leads has come."""
        position = self._views.database.wait(self._position + 1, NAP)
        if self._ready or self._laid_out():
            self._reach(position)
        else:  # there may be others, which another program keeps up
            self._stopping.wait(NAP)

    @cached_property
    def _fingerprint(self) -> str:
        return fingerprint(self._views.tables, self._views.database.dialect)

    def _laid_out(self) -> bool:
        """Whether the views are there, of this program's layout, and of this log as it reads now."""
        progress = self._views.database.progress()
        if progress is None or progress.layout != label(self._fingerprint, self._feed.edition()):
            return False
        return shows(self._views, self._feed, progress.position)

    def _shows(self, position: int) -> bool:
        return self._ready and self._position >= position

    def _reach(self, position: int) -> None:
        with self._moved:
            self._position, self._ready = position, True
            self._moved.notify_all()
        self._awaited.reach(position)
