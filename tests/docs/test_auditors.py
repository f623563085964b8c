"""The program that docs/auditors.md gives to auditors does what it says, and notices what it should."""

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from opsledger.compose import opened
from opsledger.demo import fill
from opsledger.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "auditors.md"
PROGRAM = re.compile(r"^```python\n(.*?)^```$.*?^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the demonstration company."""
    folder = tmp_path_factory.mktemp("demonstration")
    with opened(Settings(data=folder)) as product:
        fill(product)
    return folder / "ledger.db"


@pytest.fixture
def ledger(company: Path, tmp_path: Path) -> Path:
    """A copy of it, of which the database lets go everything."""
    copy = tmp_path / "ledger.db"
    shutil.copyfile(company, copy)
    with sqlite3.connect(copy) as database:
        for verb in ("update", "delete"):
            database.execute(f"DROP TRIGGER stored_events_{verb}")
    database.close()
    return copy


def check(ledger: Path) -> subprocess.CompletedProcess[str]:
    ((program, _),) = PROGRAM.findall(PAGE.read_text("utf-8"))
    return subprocess.run(
        [sys.executable, "-c", program, str(ledger)], check=False, capture_output=True, text=True, timeout=60
    )


def test_it_finds_nothing_wrong_with_a_ledger(ledger: Path) -> None:
    ((_, shown),) = PROGRAM.findall(PAGE.read_text("utf-8"))
    done = check(ledger)
    assert re.fullmatch(re.escape(shown).replace("…", r"[1-9]\d*"), done.stdout), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("tampering", "noticed"),
    [
        ("DELETE FROM stored_events WHERE rowid = 100", "position 101 follows 99"),
        (
            "UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '准时', '按时') AS BLOB) "
            "WHERE originator_id = 'plan-annual' AND topic IN ('plan.drafted', 'plan.revised')",
            "not the content that was there",
        ),
    ],
)
def test_it_notices_what_was_changed(ledger: Path, tampering: str, noticed: str) -> None:
    with sqlite3.connect(ledger) as database:
        assert database.execute(tampering).rowcount
    database.close()
    done = check(ledger)
    assert done.returncode == 1 and noticed in done.stderr
