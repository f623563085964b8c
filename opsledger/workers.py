"""Several processes behind one port: started, started anew when they die, and stopped together.

They share the listening socket, so whoever is free takes the next connection. Which of them leads they settle among
themselves by advisory locks of the database; the supervisor knows nothing of it.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from prometheus_client import multiprocess

from opsledger.settings import Settings, to_environment

logger = logging.getLogger(__name__)
PAUSE = 1.0
"""Seconds until a worker that died is started anew."""
LEAVE = 15.0
"""Seconds that workers get to end by themselves."""


def supervise(workers: int, settings: Settings, door: socket.socket, say: Callable[[], None]) -> None:
    """Have so many processes answer at the door until a signal. `say` is called when they have been started."""
    stopping = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopping.set())
    with tempfile.TemporaryDirectory(prefix="opsledger-metrics-") as figures:
        environment = {**os.environ, **to_environment(settings), "PROMETHEUS_MULTIPROC_DIR": figures}
        posts = [Post(door, environment, stopping) for _ in range(workers)]
        for post in posts:
            post.start()
        say()
        stopping.wait()
        for post in posts:
            post.stop()


class Post(threading.Thread):
    """The place of one worker: there is one at any time, until all are stopped."""

    def __init__(self, door: socket.socket, environment: Mapping[str, str], stopping: threading.Event) -> None:
        super().__init__(daemon=True)
        self._door, self._environment, self._stopping = door, environment, stopping
        self._worker = self._begun()

    def run(self) -> None:
        """Start another worker when one has died."""
        while not self._stopping.is_set():
            code = self._worker.wait()
            forget_figures(Path(self._environment["PROMETHEUS_MULTIPROC_DIR"]), self._worker.pid)
            if self._stopping.is_set():
                return
            logger.warning("The worker %d has ended with %d; another is started.", self._worker.pid, code)
            self._stopping.wait(PAUSE)
            if not self._stopping.is_set():
                self._worker = self._begun()

    def stop(self) -> None:
        """Tell the worker to stop, and wait for it; it is killed when it takes too long."""
        self._worker.terminate()
        try:
            self._worker.wait(LEAVE)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()

    def _begun(self) -> "subprocess.Popen[bytes]":
        number = self._door.fileno()
        command = [sys.executable, "-m", "opsledger", "serve", "--door", str(number)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=self._environment, pass_fds=[number])


def forget_figures(folder: Path, pid: int) -> None:
    """Figures of what a dead process had open count no more; what it has counted does."""
    multiprocess.mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]


def stop_with_parent() -> None:
    """Stop this process, as a signal would, when the one that started it is gone: then its standard input ends."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
