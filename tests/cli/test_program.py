"""The program from the outside: what it says, and the exit code that it ends with."""

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain import consumer, token
from domain.rooms import ROOMS
from domain.shared.act import Act
from domain.shared.room import Room
from opsledger import __version__
from opsledger.commands.acts import offered, spelled
from opsledger.commands.answer import Exit, answer_to
from opsledger.commands.options import input_flag
from opsledger.commands.program import COMMANDS, fault, run
from tests import postgres
from tests.cli.conftest import Program, Serving, server, settings

FOUND = ("organisation", "found", "--company", "Poly", "--structural-form", "直线职能制", "--headquarters", "HQ")
FOUNDED = ["organisation.founded", "organisation.unit.created"]


def test_the_help_names_every_command_and_exit_code(process: Program) -> None:
    told = process("--help")
    assert told.exit == Exit.DONE
    for name in [*COMMANDS, *(room.name for room in ROOMS if offered(room)), *(code.meaning for code in Exit)]:
        assert name in told.out


def test_no_rooms_but_those_of_consumers_and_tokens_are_called_as_commands_of_the_program() -> None:
    assert {room.name for room in ROOMS} & set(COMMANDS) == {consumer.ROOM.name, token.ROOM.name}


def test_the_version(process: Program) -> None:
    assert process("--version").out == f"opsledger {__version__}\n"


ACTS = [(room, act) for room in ROOMS for act in offered(room)]


@pytest.mark.parametrize(("room", "act"), ACTS, ids=[act.name for _, act in ACTS])
def test_every_act_has_a_command_that_explains_itself(
    room: Room, act: Act, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run([room.name, spelled(act.verb), "--help"], {})
    told = capsys.readouterr().out
    assert ended.value.code == 0 and act.zh in told
    assert all(input_flag(name) in told for name in act.input.__struct_fields__)


@pytest.mark.parametrize("typed", [[], ["plna"], ["plan", "submit"], ["doctor", "--colour"]])
def test_a_wrong_command_line_is_told_without_a_traceback(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(typed, {}) == Exit.USAGE
    told = capsys.readouterr()
    assert "usage: opsledger" in told.err and not told.out and "Traceback" not in told.err
    assert run(["--json", *typed], {}) == Exit.USAGE
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "usage"


@pytest.mark.parametrize("wrong", [
    {"OPSLEDGER_PORT": "many"}, {"OPSLEDGER_DATABASE": "mysql://db"}, {"OPSLEDGER_KEYS_DATABASE": "mysql://db"}
])  # fmt: skip
def test_a_wrong_setting_is_told(wrong: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"], wrong) == Exit.USAGE
    assert "Traceback" not in capsys.readouterr().err


def test_a_mistyped_folder_does_not_become_a_ledger(program: Program, tmp_path: Path) -> None:
    told = program("--data", tmp_path / "dtaa", *FOUND)
    assert told.exit == Exit.ABSENT and "opsledger serve" in told.err
    assert not (tmp_path / "dtaa").exists()


def test_a_database_that_does_not_answer_is_told(program: Program) -> None:
    told = program("doctor", "--json", "--database", "postgresql://u:secret@127.0.0.1:1/none")
    assert told.exit == Exit.REFUSED
    assert not told.json["well"] and "secret" not in told.out


def test_an_act_is_recorded_once_for_a_command_id(process: Program, begun: None) -> None:
    first = process("--json", *FOUND, "--command-id", "k1")
    assert first.exit == Exit.DONE and first.json["events"] == FOUNDED
    assert process(*FOUND, "--json", "--command-id", "k1").json == first.json
    told = process("organisation", "rename-unit", "--unit", "nowhere", "--name", "X")
    assert told.exit == Exit.ABSENT and "There is no unit nowhere" in told.err


def test_a_refusal_has_its_code_and_its_sentence_in_both_languages(program: Program, begun: None) -> None:
    program(*FOUND)
    again = program(*FOUND)
    assert again.exit == Exit.REFUSED and "[ledger.exists]" in again.err and not again.out
    assert "已存在" in program(*FOUND, "--lang", "zh").err
    refusal = program(*FOUND, "--json").json["refusal"]
    assert refusal["code"] == "ledger.exists" and refusal["message"] and refusal["messageZh"]


def test_nobody_unknown_may_act(program: Program, begun: None) -> None:
    assert "[authority.not_permitted]" in program(*FOUND, "--as", "nobody").err
    assert program(*FOUND, "--token", "guessed").exit == Exit.REFUSED
    assert program(*FOUND, "--as", "system").exit == Exit.USAGE


def test_an_expected_version_that_has_passed_is_a_conflict(program: Program, begun: None) -> None:
    program(*FOUND)
    name = ("organisation", "set-settings", "--expected-version", "1", "--json")
    assert program(*name).json["refusal"]["code"] == "ledger.conflict"


def test_a_token_made_here_is_good_until_it_is_revoked(program: Program, begun: None) -> None:
    program(*FOUND, "--unit", "hq")
    program("organisation", "define-position", "--position", "director", "--name", "Director", "--roles", "HR")
    hire = ("organisation", "hire-person", "--unit", "hq", "--position", "director", "--json")
    assert program(*hire, "--name", "Wang Fang", "--person", "wang").exit == Exit.DONE
    made = program("token", "create", "--person", "wang", "--label", "laptop", "--json").json
    position = ("organisation", "define-position", "--name", "Planner")
    assert program(*position, "--token", made["secret"]).exit == Exit.DONE
    (token,) = program("token", "list", "--json").json["tokens"]
    assert (token["id"], token["person"], token["status"]) == (made["record"], "wang", "ISSUED")
    assert program("token", "revoke", made["record"], "--reason", "lost").exit == Exit.DONE
    assert "not valid" in program(*position, OPSLEDGER_TOKEN=made["secret"]).err


def test_the_demonstration_company_is_told_at_every_start(program: Program, serving: Serving) -> None:
    with serving("--demo") as first:
        assert len(first["people"]) > 3
    with serving("--demo") as second:
        assert second["people"] == first["people"]
    assert program("demo", "--json").json["people"] == first["people"]


def test_a_ledger_with_something_in_it_is_no_place_for_the_demonstration(program: Program, begun: None) -> None:
    program(*FOUND)
    assert program("demo").exit == Exit.REFUSED


def test_the_server_tells_where_it_is_and_knows_its_administrator(serving: Serving, tmp_path: Path) -> None:
    with serving() as told:
        kept = tmp_path / "data" / "administrator-token"
        assert kept.stat().st_mode & 0o777 == 0o600
        token = kept.read_text()
        assert token in told["signIn"]
        asked = {"query": "{ __typename }"}
        assert httpx.post(told["graphql"], json=asked).status_code == 401
        answer = httpx.post(told["graphql"], json=asked, headers={"Authorization": f"Bearer {token}"})
        assert answer.json()["data"] == {"__typename": "Query"}
    with serving() as again:
        assert kept.read_text() == token and token not in str(again)
        assert again["signIn"].endswith(f"the administrator's token (kept in {kept})")


def test_a_token_of_the_settings_is_not_printed(serving: Serving, tmp_path: Path) -> None:
    with serving(OPSLEDGER_ADMIN_TOKEN="of-the-settings") as told:
        assert "of-the-settings" not in str(told)
        answer = httpx.get(
            told["graphql"], params={"query": "{ __typename }"}, headers={"Authorization": "Bearer of-the-settings"}
        )
        assert answer.status_code == 200
    assert not (tmp_path / "data" / "administrator-token").exists()


def test_the_server_does_not_open_itself_to_the_network(process: Program) -> None:
    told = process("serve", "--host", "0.0.0.0")
    assert told.exit == Exit.USAGE and "OPSLEDGER_ADMIN_TOKEN" in told.err


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """What a server says that runs all the while, and its data folder."""
    data = tmp_path_factory.mktemp("beside") / "data"
    with server(settings(data)) as told:
        yield {**told, "data": str(data)}


def test_a_port_that_is_taken_is_told(process: Program, beside: Any) -> None:
    assert process("serve", "--port", beside["url"].rpartition(":")[2]).exit == Exit.ABSENT


def test_a_server_whose_database_is_away_says_so_in_one_line_that_tells_no_password(process: Program) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen
        away = f"127.0.0.1:{nobody.getsockname()[1]}/ops"
        told = process("serve", OPSLEDGER_DATABASE=f"postgresql://ops:secret@{away}", OPSLEDGER_ADMIN_TOKEN="t" * 43)
    assert (told.exit, told.out) == (Exit.ABSENT, "")
    (line,) = told.err.splitlines()
    assert line.startswith(f"The server has ended, since the ledger in postgresql://ops:…@{away} cannot be used (")
    assert line.endswith("). Start it again when it can be.") and "refused" in line and "secret" not in line


def test_the_command_line_acts_beside_a_server(process: Program, beside: Any) -> None:
    assert process(*FOUND, "--command-id", "founding", "--data", beside["data"]).exit == Exit.DONE
    token = beside["signIn"].split()[2]
    asked = {"query": "{ organisation { company } }", "extensions": {"minPosition": 2}}
    answer = httpx.post(beside["graphql"], json=asked, headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["data"] == {"organisation": {"company": "Poly"}}


def test_views_are_told_and_made_anew(program: Program, begun: None) -> None:
    program(*FOUND)
    assert program("projections", "status", "--json").json["lag"] == len(FOUNDED)
    anew = program("projections", "rebuild", "--json")
    assert anew.exit == Exit.DONE and anew.json["lag"] == 0
    assert program("projections", "status", "--json").json == anew.json


def test_the_doctor_finds_a_ledger_in_order(program: Program, beside: Any) -> None:
    assert program(*FOUND, "--command-id", "founding", "--data", beside["data"]).exit == Exit.DONE
    told = program("doctor", "--json", "--data", beside["data"])
    assert [each["what"] for each in told.json["findings"] if not each["well"]] == []
    assert told.exit == Exit.DONE


def test_the_doctor_finds_views_that_say_something_else(program: Program, begun: None, tmp_path: Path) -> None:
    program(*FOUND)
    program("projections", "rebuild")
    with closing(sqlite3.connect(tmp_path / "data" / "views.db")) as views, views:
        views.execute("UPDATE organisation SET company = 'Other'")
    (tmp_path / "data" / "administrator-token").chmod(0o644)
    told = program("doctor")
    assert told.exit == Exit.REFUSED
    problems = [line.split("  ")[1] for line in told.out.splitlines() if line.startswith("problem")]
    assert problems == ["administrator-token", "views' content"]
    assert "organisation" in told.out


def test_the_doctor_compares_no_views_and_no_claims_of_another_program(
    program: Program, begun: None, tmp_path: Path
) -> None:
    program(*FOUND)
    program("projections", "rebuild")
    with closing(sqlite3.connect(tmp_path / "data" / "views.db")) as views, views:
        views.execute("UPDATE progress SET layout = 'of then'")
        views.execute("UPDATE organisation SET company = 'Other'")
    with closing(sqlite3.connect(tmp_path / "data" / "ledger.db")) as ledger, ledger:
        ledger.execute("UPDATE claims SET key = '00' WHERE name = 'program'")
    told = program("doctor", "--json")
    seen = {each["what"]: each["seen"] for each in told.json["findings"]}
    assert told.exit == Exit.DONE and "another program" in seen["claims"] and "not compared" in seen["views' content"]


def test_the_schema_is_printed(program: Program) -> None:
    assert "type Query" in program("schema").out


def test_it_all_works_on_postgresql(program: Program, serving: Serving, postgres_dsn: str) -> None:
    with postgres.database_on(postgres_dsn) as database, serving("--database", database):
        assert program(*FOUND, "--json", OPSLEDGER_DATABASE=database).json["events"] == FOUNDED
        told = program("doctor", "--json", OPSLEDGER_DATABASE=database)
        assert [each["what"] for each in told.json["findings"] if not each["well"]] == []


def test_a_fault_keeps_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    bug = ZeroDivisionError("a bug")
    assert answer_to(bug, "en") is None
    answer = fault(bug)
    assert answer.exit == Exit.FAULT and "report" in answer.lines[0]
    assert "ZeroDivisionError: a bug" in capsys.readouterr().err
