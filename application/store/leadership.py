"""Being the only one: held until it is let go, or until the process dies."""

import fcntl
import os
import re
import threading
from pathlib import Path

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


def require_name(name: str) -> str:
    """The name again. ValueError unless it is plain enough for a file name."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r}: names of leaderships are lower case letters, digits, dots, dashes, underscores")
    return name


class FileLeadership:
    """Leaderships as locks on files of a folder; the operating system drops them with the process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, int] = {}
        self._mutex = threading.Lock()

    def holds(self, name: str) -> bool:
        """Whether the leadership is ours, now or from now on."""
        with self._mutex:
            if name in self._held:
                return True
            path = self._folder / f"{require_name(name)}.leader"
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                return False
            self._held[name] = handle
            return True

    def close(self) -> None:
        """Let go of them all."""
        with self._mutex:
            for handle in self._held.values():
                os.close(handle)
            self._held.clear()
