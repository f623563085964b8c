"""`opsledger audit …` as auditors type it, on either database."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from application.command import Command
from application.integrity.checkpoint import Checkpoint
from application.integrity.note import COSIGNATURE, Signer
from domain.shared.ids import ADMINISTRATOR
from graphql_api.app import create_app
from opsledger.commands.audit_bundle import schemas
from opsledger.commands.catching_up import catch_up
from opsledger.commands.program import run
from opsledger.compose import Product, product
from opsledger.settings import from_environment
from tests import postgres
from tests.api.running import client
from tests.integrity.place import with_signature


class Said(NamedTuple):
    exit: int
    out: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Company:
    """A ledger with a company in it, its views up to date."""

    def __init__(self, environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
        self.environment = environment
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Said:
        self._capsys.readouterr()
        exit = run(list(map(str, arguments)), self.environment)
        said = self._capsys.readouterr()
        return Said(exit, said.out or said.err)

    def define(self, position: str) -> None:
        """Have something recorded."""
        assert self("organisation", "define-position", "--position", position, "--name", position).exit == 0

    def execute(self, schema: str, statement: str) -> None:
        """Whatever whoever holds the database wants."""
        if dsn := self.environment.get("OPSLEDGER_DATABASE"):
            with psycopg.connect(dsn, autocommit=True) as server:
                server.execute("SET session_replication_role = replica")
                server.execute(f"SET search_path TO {schema}".encode())
                server.execute(statement.replace("rowid", "notification_id").encode())
            return
        with closing(sqlite3.connect(Path(self.environment["OPSLEDGER_DATA"]) / f"{schema}.db")) as file:
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                file.execute(f"DROP TRIGGER {name}")
            file.execute(statement)
            file.commit()


@pytest.fixture(params=["sqlite", "postgres"])
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    data = {"OPSLEDGER_DATA": str(tmp_path / "data")}
    if request.param == "sqlite":
        yield data
        return
    with postgres.database_on(request.getfixturevalue("postgres_dsn")) as dsn:
        yield {**data, "OPSLEDGER_DATABASE": dsn}


@pytest.fixture
def audit(environment: dict[str, str], capsys: pytest.CaptureFixture[str]) -> Company:
    company = Company(environment, capsys)
    with product(from_environment(environment)) as running:

        def administer(verb: str, **inputs: object) -> None:
            running.ledger.do(Command(act=f"organisation.{verb}", actor=ADMINISTRATOR, inputs=inputs))

        administer("found", company="Ace", structural_form="line", headquarters="HQ", unit="hq")
        for position in ("clerk", "planner", "director"):
            administer("define_position", position=position, name=position, headcount=1, roles=[])
        lab = {"unit": "lab", "name": "Lab", "type": "DEPARTMENT", "parent": "hq"}
        command = Command(act="organisation.create_unit", actor=ADMINISTRATOR, inputs=lab, command_id="once")
        running.ledger.do(command)
        catch_up(running)
        assert running.notary.wait(running.feed.head(), 10)
    return company


def test_a_sound_ledger_is_verified(audit: Company, tmp_path: Path) -> None:
    assert audit("audit", "checkpoint", tmp_path / "kept").exit == 0
    said = audit("audit", "verify", "--against", tmp_path / "kept", "--json")
    assert said.exit == 0 and said.json["well"]
    assert audit("audit", "verify").out.startswith("ok")
    assert audit("audit", "rebuild-check", "--json").json["findings"][0]["well"]


def test_a_row_of_the_views_that_was_changed_is_found_by_its_table(audit: Company) -> None:
    audit.execute("views", "UPDATE organisation_position SET name = 'elsewhere' WHERE id = 'planner'")
    for command in ("verify", "rebuild-check"):
        said = audit("audit", command)
        assert said.exit == 1 and "views" in said.out and "differ from the log: organisation_position" in said.out


def test_an_event_that_was_changed_is_found_by_its_position(audit: Company, tmp_path: Path) -> None:
    audit("audit", "checkpoint", tmp_path / "kept")
    audit.execute("ledger", "UPDATE stored_events SET topic = 'organisation.founded' WHERE rowid = 3")
    said = audit("audit", "verify", "--against", tmp_path / "kept", "--json")
    tree = next(finding for finding in said.json["findings"] if finding["what"] == "tree")
    assert said.exit == 1 and tree["position"] == 3 and not tree["well"]


def test_what_stands_beside_the_events_is_held_against_them(audit: Company) -> None:
    answer = 'convert_to(\'{"record":"organisation","version":99}\', \'UTF8\')'
    receipts, part = "receipts", "convert_to(replace(convert_from(answer, 'UTF8'), 'lab', 'bal'), 'UTF8')"
    if "OPSLEDGER_DATABASE" not in audit.environment:
        answer, receipts = "x'7b7d'", "stored_events"
        part = "CAST(replace(CAST(answer AS TEXT), 'lab', 'bal') AS BLOB)"
    for statement in (
        "INSERT INTO claims VALUES ('plan.key', 'P-1', 'plan-9')",
        "INSERT INTO claims VALUES ('wakes', '2030-01-01T00:00:00.000000Z', 'plan-9')",
        "INSERT INTO snapshots SELECT 'plan-9', 3, '', state FROM stored_events WHERE rowid = 1",
        f"INSERT INTO receipts VALUES ('forged', '00', {answer})",
        f"UPDATE {receipts} SET digest = '00', answer = {part} WHERE command_id = 'once'",
        "UPDATE claims SET key = '2099-01-01T00:00:00.000000Z' WHERE name = 'wakes' AND stream = 'organisation'",
        "INSERT INTO refusals SELECT 1, 'at', 'ana', NULL, 'act', NULL, 'code', state, NULL FROM stored_events"
        " WHERE rowid = 1",
        "CREATE INDEX stored_events_by_topic ON stored_events (topic)"
        if "OPSLEDGER_DATABASE" not in audit.environment
        else "DROP INDEX stored_events_notification_id_idx",
    ):
        audit.execute("ledger", statement)
    said = audit("audit", "verify").out
    for told in (
        "claims: 'plan.key' 'P-1' is not claimed by 'plan-9'",
        "claims: the timer '2030-01-01T00:00:00.000000Z' is of 'plan-9', of which nothing was recorded",
        "snapshots: 'plan-9' is nothing that was recorded",
        "receipts: that of 'forged' ",
        "receipts: that of 'once' does not tell what was done",
        "claims: the timer of organisation rings at '2099-01-01T00:00:00.000000Z' instead of",
        "receipts: that of 'once' is kept for something else than was asked for",
        "refusals: checkpoint",
        "index stored_events_",
    ):
        assert told in said, said


def test_a_timer_moved_to_an_earlier_time_is_named(audit: Company) -> None:
    audit.execute("ledger", "UPDATE claims SET key = '2026-01-01T00:00:00.000000Z' WHERE name = 'wakes'")
    told = "claims: the timer of organisation rings at '2026-01-01T00:00:00.000000Z', for which it never asked"
    assert told in audit("audit", "verify").out


def test_a_command_that_cannot_be_found_any_more_is_named(audit: Company) -> None:
    if "OPSLEDGER_DATABASE" in audit.environment:
        pytest.skip("there its receipt has a row of its own")
    audit.execute("ledger", "UPDATE commands_indexed SET upto = 99")
    said = audit("audit", "verify").out
    assert "receipts: that of 'once' is missing" in said and "indexed up to position 99" in said


def test_a_command_that_only_the_index_knows_is_named(audit: Company) -> None:
    if "OPSLEDGER_DATABASE" in audit.environment:
        pytest.skip("there receipts have an index of the database's own")
    audit.execute("ledger", "INSERT INTO commands VALUES ('never-given', 1), ('of-no-event', 999)")
    said = audit("audit", "verify").out
    assert "receipts: that of 'never-given'" in said and "receipts: that of 'of-no-event'" in said, said


def test_guards_that_the_database_does_not_know_of_any_more_are_named(audit: Company) -> None:
    if "OPSLEDGER_DATABASE" not in audit.environment:
        pytest.skip("SQLite knows of them by what declares them")
    audit.execute("ledger", "UPDATE pg_class SET relhastriggers = false WHERE oid = 'refusals'::regclass")
    assert "trigger append_only of refusals is declared otherwise" in audit("audit", "verify").out


def test_claims_of_another_program_are_made_anew_before_anything_is_recorded(audit: Company) -> None:
    audit.execute("ledger", "UPDATE claims SET key = '00' WHERE name = 'program'")
    audit.execute("ledger", "INSERT INTO claims VALUES ('organisation.earlier', 'all', 'organisation')")
    assert "claims are another program's until a server starts" in audit("audit", "verify").out
    audit.define("claims")
    said = audit("audit", "verify").out
    assert "claims, timers, snapshots, receipts and keys are as the log says" in said, said


def test_no_garbage_among_the_evidence_is_a_fault(audit: Company) -> None:
    if "OPSLEDGER_DATABASE" in audit.environment:
        pytest.skip("there these are rows of tables")
    evidence = Path(audit.environment["OPSLEDGER_DATA"]) / "integrity"
    for name in ("checkpoint", "cosigned-5", "key-1", "key-x"):
        (evidence / name).write_bytes(b"\xff\x00")
    said = audit("audit", "verify")
    assert said.exit == 1 and "no signed note" in said.out
    assert audit("doctor").exit == 1


def test_views_that_cannot_be_opened_are_a_finding_and_no_fault(audit: Company) -> None:
    if "OPSLEDGER_DATABASE" in audit.environment:
        audit.execute("views", "ALTER TABLE progress DROP COLUMN layout")
    else:
        views = Path(audit.environment["OPSLEDGER_DATA"]) / "views.db"
        views.unlink()
        views.mkdir()
    said = audit("audit", "verify")
    assert said.exit == 1 and "cannot be made anew" in said.out, said.out


def test_an_event_that_no_program_can_read_is_a_finding_and_no_fault(audit: Company) -> None:
    bytes = "BYTEA" if "OPSLEDGER_DATABASE" in audit.environment else "BLOB"
    audit.execute("ledger", f"UPDATE stored_events SET state = CAST('{{}}' AS {bytes}) WHERE rowid = 3")
    said = audit("audit", "verify")
    assert said.exit == 1 and "position 3 differs" in said.out and "cannot be made anew" in said.out


def test_what_was_cut_is_neither_signed_nor_exported(audit: Company, tmp_path: Path) -> None:
    audit.execute("ledger", "DELETE FROM stored_events WHERE rowid > 4")
    for command in (["checkpoint"], ["export", tmp_path / "bundle.json", "--record", "organisation"]):
        said = audit("audit", *command)
        assert said.exit == 1 and "was signed and is missing" in said.out


def test_a_log_that_is_no_longer_signed_is_told_to_whoever_watches_the_server(audit: Company) -> None:
    async def health(running: Product) -> Any:
        async with client(create_app(running)) as somebody:
            return (await somebody.http.get("/healthz")).json()

    audit.execute("ledger", "DELETE FROM stored_events WHERE rowid > 4")
    with product(from_environment(audit.environment)) as running:
        assert not running.notary.wait(1_000, 10)
        assert asyncio.run(health(running))["signing"] == "stopped"


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
