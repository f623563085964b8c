"""`opsledger audit diff`, `replay` and `dossier`, as auditors type them."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from opsledger.commands.program import run
from tests.audit.conftest import Company
from tests.cli.conftest import Said

Audit = Callable[..., Said]


@pytest.fixture
def audit(company: Company, capsys: pytest.CaptureFixture[str]) -> Audit:
    """Types an audit command about the company's ledger."""

    def typed(*arguments: object) -> Said:
        capsys.readouterr()
        environment = {"OPSLEDGER_DATA": str(company.product.settings.data)}
        return Said(run(["audit", *map(str, arguments)], environment), *capsys.readouterr())

    return typed


def test_the_difference_of_a_record_says_who_changed_what_and_why(audit: Audit, company: Company) -> None:
    moments = ["--from", company.position("plan-annual", 2), "--to", company.position("plan-annual", 6)]
    lines = audit("diff", "plan-annual", *moments, "--under", "content", "--under", "status").out
    assert lines.splitlines()[:2] == ["plan-annual", '  status: "SUBMITTED" -> "SUBMITTED"']
    at = company.position("plan-annual", 4)
    returned = f'    "RETURNED"  position {at}, 2025-11-25 09:00, plan.returned by chen-liqun as MGMT: 请补充'
    assert returned in lines and "  content.focus: " in lines
    machine = json.loads(audit("diff", "plan-annual", *moments, "--json").out)
    (status,) = (each for each in machine["records"]["plan-annual"] if each["path"] == ["status"])
    assert [each["event"]["type"] for each in status["moves"]] == ["plan.returned", "plan.submitted"]


def test_the_difference_of_the_company_has_every_record_that_changed(audit: Audit, company: Company) -> None:
    machine = json.loads(audit("diff", "--from", "2026-11-20T00:00+08:00", "--json").out)
    log = company.product.feed.log(0, 10_000)
    wanted = {each.record for each in log if each.position > machine["from"]}
    assert wanted == set(machine["records"]) and log[machine["from"]].envelope.recorded_at.isoformat() > "2026-11-19T16"
    assert audit("diff", "--from", str(len(log))).out == "Nothing changed.\n"


def test_a_replay_walks_the_record_and_names_causes(audit: Audit, company: Company) -> None:
    log = company.product.feed.log(0, 10_000)
    caused = next(each for each in log if each.type == "issue.reported" and each.envelope.cause)
    lines = audit("replay", caused.record).out.splitlines()
    assert lines[0].startswith(f"1. position {caused.position}, ") and "by system as SYSTEM for" in lines[0]
    assert "plan.task.difficulty_raised" in lines[2] and lines[2].startswith("   upon position ")
    steps = json.loads(audit("replay", caused.record, "--json").out)["steps"]
    assert steps[0]["before"] is None and all(one["after"] for one in steps) and len(steps[0]["causes"]) == 1


def test_a_replay_tells_each_state_whole_to_programs_and_in_lines_of_a_sensible_length_to_people(audit: Audit) -> None:
    steps = json.loads(audit("replay", "project-dashboard", "--json").out)["steps"]
    assert all(one["after"] == other["before"] for one, other in pairwise(steps))
    (part,) = json.loads(audit("replay", "project-dashboard", "--from", str(steps[3]["event"]["position"] - 1),
                               "--to", str(steps[3]["event"]["position"]), "--json").out)["steps"]  # fmt: skip
    assert part == steps[3]
    lines = audit("replay", "project-dashboard").out.splitlines()
    assert max(map(len, lines)) < 700 and any("characters; --json has them all)" in each for each in lines)


@pytest.mark.parametrize(("format", "begins"), [("html", b"<!doctype"), ("pdf", b"%PDF-"), ("json", b"{")])
def test_a_dossier_is_written_to_a_file(audit: Audit, tmp_path: Path, format: str, begins: bytes) -> None:
    file = tmp_path / "dossier"
    said = audit("dossier", "plan-annual", file, "--format", format, "--language", "zh")
    assert said.out == f"dossier of plan-annual written to {file}: 2 submissions, 2 signatures\n"
    assert file.read_bytes().startswith(begins)


def test_what_is_not_there_is_told(audit: Audit, tmp_path: Path) -> None:
    for exit, *arguments in (
        (3, "diff", "nowhere"), (3, "replay", "nowhere"), (3, "dossier", "nowhere", tmp_path / "x"),
        (2, "diff", "--from", "yesterday"), (2, "replay", "plan-annual", "--to", "1000000"),
        (3, "dossier", "plan-annual", tmp_path / "x", "--as-of", "2"), (2, "diff", "--from", "9", "--to", "8"),
    ):  # fmt: skip
        said = audit(*arguments)
        assert said.exit == exit and said.err, arguments
    assert audit("replay", "nowhere", "--lang", "zh").err == "拒绝：不存在记录nowhere。\n[ledger.no_such_record]\n"
