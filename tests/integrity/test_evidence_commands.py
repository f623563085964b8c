"""Exporting, keys and witnesses, from the command line."""

import json
from pathlib import Path

import pytest

from application.integrity.checkpoint import Checkpoint
from application.integrity.note import COSIGNATURE, Signer
from opsledger.commands.audit_bundle import schemas
from tests.integrity.auditing import Company
from tests.integrity.place import with_signature


def test_a_bundle_says_what_its_fields_mean_and_those_of_values_inside() -> None:
    told = schemas({"organisation.settings_changed", "plan.submitted"})
    late = told["plan.submitted"]["$defs"]["PlanSubmitted"]["properties"]["late"]
    threshold = told["organisation.settings_changed"]["$defs"]["Settings"]["properties"]["solution_cost_threshold"]
    assert "PLAN-02" in late["description"] and "in CNY" in threshold["description"]


def test_a_record_and_a_period_are_exported_and_checked_elsewhere(
    audit: Company, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = audit("audit", "keys", "--json").json["keys"][0]
    audit("audit", "checkpoint", tmp_path / "kept")
    audit.define("lab")
    record, period = tmp_path / "record.json", tmp_path / "period.json"
    assert audit("audit", "export", record, "--record", "organisation").exit == 0
    said = audit("audit", "export", period, "--from", "2020-01-01", "--against", tmp_path / "kept")
    assert said.exit == 0

    elsewhere = Company({"OPSLEDGER_DATA": str(tmp_path / "nothing")}, capsys)
    assert elsewhere("audit", "check", record).exit == 0
    assert elsewhere("audit", "check", period, "--key", key, "--against", tmp_path / "kept").exit == 0
    content = json.loads(period.read_text("utf-8"))
    assert [event["position"] for event in content["events"]] == list(range(1, len(content["events"]) + 1))
    assert content["types"]["organisation.founded"]["$defs"] and content["events"][0]["read"]["act"]
    assert "\\n    " not in json.dumps(content["types"])
    period.write_text(period.read_text("utf-8").replace("planner", "plotter"), "utf-8")
    said = elsewhere("audit", "check", period)
    assert said.exit == 1 and "position " in said.out


def test_the_key_is_changed_and_the_old_checkpoints_still_hold(audit: Company, tmp_path: Path) -> None:
    audit("audit", "checkpoint", tmp_path / "kept")
    first = audit("audit", "keys", "--json").json["keys"]
    said = audit("audit", "rotate-key", "--json")
    assert said.exit == 0 and said.json["secret"] is None
    assert audit("audit", "keys", "--json").json["keys"] == [*first, said.json["key"]]
    audit.define("lab")
    assert audit("audit", "checkpoint").exit == 0
    assert audit("audit", "verify", "--against", tmp_path / "kept", "--key", first[0]).exit == 0
    data = Path(audit.environment["OPSLEDGER_DATA"])
    assert (data / "signing-key").stat().st_mode & 0o777 == 0o600
    assert not (data / "signing-key.next").exists()


def test_a_key_of_the_environment_signs_and_is_changed_there(audit: Company, tmp_path: Path) -> None:
    data = Path(audit.environment["OPSLEDGER_DATA"])
    secret = (data / "signing-key").read_text("utf-8")
    (data / "signing-key").unlink()
    audit.define("lab")
    said = audit("audit", "checkpoint")
    assert said.exit == 1 and "OPSLEDGER_SIGNING_KEY" in said.out
    audit.environment["OPSLEDGER_SIGNING_KEY"] = secret
    assert audit("audit", "checkpoint").exit == 0
    changed = audit("audit", "rotate-key", "--json").json
    audit.define("den")
    assert audit("audit", "checkpoint").exit == 1
    audit.environment["OPSLEDGER_SIGNING_KEY"] = changed["secret"]
    assert audit("audit", "checkpoint").exit == 0 and audit("audit", "verify").exit == 0


def test_what_a_witness_signed_is_taken_up(audit: Company, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    audit("audit", "checkpoint", kept)
    witness, stranger = (Signer.made("witness.example/w1", COSIGNATURE) for _ in range(2))
    checkpoint = Checkpoint.parse(kept.read_text("utf-8"))
    cosigned = with_signature(checkpoint.note, witness.cosign(checkpoint.note.text, 1_800_000_000))
    kept.write_text(str(cosigned), "utf-8")
    assert audit("audit", "cosign", kept, "--key", str(stranger.verifier)).exit == 1
    assert audit("audit", "cosign", kept, "--key", str(witness.verifier)).exit == 0
    assert "cosigned, " in audit("audit", "verify").out


def test_what_is_asked_for_wrongly_is_told(audit: Company) -> None:
    for exit, *arguments in (
        (3, "verify", "--against", "missing"),
        (2, "verify", "--against", __file__),
        (2, "verify", "--key", "nonsense"),
        (3, "check", "missing"),
        (2, "check", __file__),
        (2, "check", "/dev/null"),
        (2, "check", Path(__file__).parent),
        (2, "export", "file"),
        (2, "export", "file", "--record", "plan-1", "--from", "2026-01-01"),
        (3, "export", "file", "--record", "plan-nowhere"),
        (3, "export", "file", "--record", "organisation", "--record", "plan-nowhere"),
    ):
        assert audit("audit", *arguments).exit == exit, arguments
