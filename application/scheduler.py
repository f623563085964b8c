"""What happens because of the time alone: reminders, escalations, expiries (ORG-11)."""

import logging
import threading
from collections.abc import Callable, Iterable

from application.deciding import by_system
from application.ledger import Ledger
from application.refusals import BUSY
from application.store import Claim, Unavailable
from application.transaction import WAKES, moment
from domain.shared.refusal import Refused

LEADERSHIP = "scheduler"
AT_ONCE = 500
PAUSE = 1.0
logger = logging.getLogger(__name__)


class Scheduler:
    """Wakes each record at the moment that it asked for, by the ledger's clock; then sees to its chores."""

    def __init__(self, ledger: Ledger, chores: Iterable[Callable[[], object]] = ()) -> None:
        self._ledger = ledger
        self._chores = tuple(chores)
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def tick(self) -> int:
        """Wake every record whose moment has come; how many that were. One that fails stays due."""
        due = self._ledger.store.due(WAKES, moment(self._ledger.clock()), AT_ONCE)
        return sum(self._woken(claim) for claim in due)

    def _woken(self, claim: Claim) -> bool:
        """Wake a record. A bug in one keeps no other asleep."""
        room = claim.stream.partition("-")[0]
        try:
            self._ledger.do(by_system(f"{room}.wake", claim.stream), due=claim)
        except Unavailable:
            raise
        except Refused as no:
            logger.warning("%s did not wake: %s", claim.stream, no)
            if no.reason is BUSY:
                return False
            self._ledger.forget(claim)
        except Exception:
            logger.exception("%s failed to wake", claim.stream)
            return False
        return True

    def start(self) -> None:
        """Tick in a thread of its own for as long as this process leads."""
        self._thread = threading.Thread(target=self._run, name="scheduler", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the tick under way and stop."""
        self._stopped.set()
        if self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                while self._ledger.store.leads(LEADERSHIP) and self.tick() == AT_ONCE:
                    pass
                for chore in self._chores if self._ledger.store.leads(LEADERSHIP) else ():
                    chore()
            except Exception:
                logger.exception("the scheduler failed and tries again")
            self._stopped.wait(PAUSE)
