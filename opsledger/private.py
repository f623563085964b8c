"""Files of the data folder that only their owner may read."""

import os
import tempfile
from pathlib import Path


def keep(path: Path, text: str) -> bool:
    """Keep the text in a new file, and the folder with it, unless there is such a file; whether it was made.

    Others find the whole file or none.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as file:  # made with mode 0600
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
        try:
            os.link(file.name, path)
        except FileExistsError:
            return False
    return True
