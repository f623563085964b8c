"""The commands that the documentation shows do what it shows.

In blocks marked `console` a line after `$ ` is run, and the lines below it are what it must print; `…` stands for
anything. A server runs on while the commands below it are tried, and must stop in good order. What `./start` serves is
only looked at: it is the same one for all documents.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SERVER = re.compile(r"opsledger( .*)? serve\b")
STARTED = "Ctrl-C stops it."
START = "./start"


def commands(document: str) -> Iterator[tuple[str, list[str]]]:
    """Each command with the lines shown below it."""
    for block in BLOCK.findall(document):
        for shown in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *output = shown.replace("\\\n", "").splitlines()
            yield command, [line for line in output if line.strip()]


class Terminal:
    """Where the commands of one document are typed: a folder of its own, a port and a database of its own."""

    def __init__(self, folder: Path, database: str = "", demonstration: "Terminal | None" = None) -> None:
        self._folder = folder
        self._database = database
        self._demonstration = demonstration
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = str(free.getsockname()[1])
        programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        mine = {name: value for name, value in os.environ.items() if not name.startswith("OPSLEDGER_")}
        self._environment = {**mine, "PATH": programs, "OPSLEDGER_PORT": self._port}
        self._server: subprocess.Popen[str] | None = None

    def type(self, command: str, shown: list[str]) -> None:
        """Run the command as a reader would; it must succeed and print what is shown."""
        if command == START and self._demonstration:
            self.stop()
            self._port = self._demonstration.serve("opsledger serve --demo")
            return
        here = command.replace("8000", self._port).replace("postgresql://opsledger@db/opsledger", self._database)
        if SERVER.match(here):
            self.stop()
            self.serve(here)
            return
        done = subprocess.run(
            ["bash", "-euc", here], cwd=self._folder, env=self._environment,
            check=False, capture_output=True, text=True, timeout=300,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        missing = not_printed(shown, done.stdout)
        assert not missing, f"{command}\ndid not print\n{missing}\nbut\n{done.stdout}"

    def serve(self, command: str) -> str:
        """The port of the server that runs here: of this command, if there was none yet."""
        if self._server is None:
            self._server = subprocess.Popen(
                ["bash", "-euc", f"exec {command}"], cwd=self._folder, env=self._environment,
                stdout=subprocess.PIPE, text=True,
            )
            assert self._server.stdout is not None
            assert any(line.strip() == STARTED for line in self._server.stdout), f"{command} did not start"
        return self._port

    def stop(self) -> None:
        """Stop the server that runs, as an operator would."""
        if self._server:
            self._server.send_signal(signal.SIGTERM)
            self._server.communicate(timeout=30)
            assert self._server.returncode == 0
        self._server = None


def not_printed(shown: list[str], output: str) -> str | None:
    """The first line shown that the output does not have after the lines before it."""
    lines = iter(output.splitlines())
    for line in shown:
        pattern = re.escape(line.rstrip()).replace("…", ".*")
        if not any(re.fullmatch(pattern, printed.rstrip()) for printed in lines):
            return line
    return None


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """Where `./start` is typed, the first time that a document says so."""
    terminal = Terminal(tmp_path_factory.mktemp("start"))
    yield terminal
    terminal.stop()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_of_a_document_do_what_it_shows(
    document: Path, tmp_path: Path, postgres_dsn: str, demonstration: Terminal
) -> None:
    terminal = Terminal(tmp_path, postgres_dsn, demonstration)
    try:
        for command, shown in commands(document.read_text("utf-8")):
            terminal.type(command, shown)
    finally:
        terminal.stop()


def test_output_that_differs_from_what_is_shown_is_noticed() -> None:
    assert not_printed(["a … c", "d"], "x\na b c\ny\nd\n") is None
    assert not_printed(["d", "a"], "a\nd\n") == "a"
