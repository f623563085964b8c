"""`opsledger audit …` as auditors type it, on either database."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from graphql_api.app import create_app
from opsledger.compose import Product, product
from opsledger.settings import from_environment
from tests.api.running import client
from tests.integrity.auditing import Company


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
