"""The verifiers that the pages give to auditors accept what is sound and nothing else. They know no code of ours."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from opsledger.commands.program import run
from tests.integrity.place import Place

DOCS = Path(__file__).parents[2] / "docs"
PROGRAM = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def check(page: str, *files: Path) -> subprocess.CompletedProcess[str]:
    (program,) = PROGRAM.findall((DOCS / page).read_text("utf-8"))
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, files)], check=False, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("size", [1, 2, 7, 256, 300])
def test_a_ledger_is_verified_by_a_program_of_its_own(tmp_path: Path, size: int) -> None:
    place = Place(str(tmp_path), "ledger")
    place.recorded(size)
    kept = tmp_path / "kept"
    kept.write_text(str(place.log.checkpoint()), "utf-8")
    place.recorded(5)
    said = check("audit-formats.md", tmp_path / "ledger.db", kept)
    assert said.stdout == f"the first {size} events are those of the checkpoint of log.example/test\n", said.stderr
    place.tamper(f"UPDATE stored_events SET originator_version = 99 WHERE {{position}} = {(size + 1) // 2}")
    place.close()
    said = check("audit-formats.md", tmp_path / "ledger.db", kept)
    assert said.returncode == 1 and "root expected" in said.stderr


def test_a_bundle_is_checked_by_a_program_of_its_own(tmp_path: Path) -> None:
    environment, file = {"OPSLEDGER_DATA": str(tmp_path / "data")}, tmp_path / "bundle.json"
    assert run(["demo"], environment) == 0
    assert run(["audit", "export", str(file), "--from", "2020-01-01"], environment) == 0
    said = check("audit-bundle.md", file)
    assert re.match(r"\d+ events are in the log opsledger/\w+ of \d+ events", said.stdout), said.stderr
    file.write_text(file.read_text("utf-8").replace("客户", "顾客"), "utf-8")
    said = check("audit-bundle.md", file)
    assert said.returncode == 1 and "is not in the log so" in said.stderr
