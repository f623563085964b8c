"""What auditors ask: the ready questions, refused commands; and that what they read is noted before they are told."""

import asyncio
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from application.reading import Read, Reads
from application.store import Unavailable
from graphql_api.app import create_app
from tests.api.running import Client, Play, client, running, token
from tests.api.test_questions import Company, founded


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder: Path = tmp_path_factory.mktemp("audited")
    with running(str(folder), str(folder)) as product:
        yield asyncio.run(founded(create_app(product), product))


@pytest.fixture
def play(company: Company) -> Play:
    """Plays a scene with somebody, once all is shown."""

    def played(scene: Any, person: str = "aud") -> None:
        async def whole() -> None:
            async with client(company.app, token(person)) as somebody:
                await scene(somebody)

        assert company.product.runner.wait(company.product.recorded(), 10)
        asyncio.run(whole())

    return played


def noted(company: Company, since: int) -> list[Read]:
    return [read for number, read in company.product.reads.lines(0, 1_000) if number > since]


def last(reads: Reads) -> int:
    return max((number for number, _ in reads.lines(0, 1_000)), default=0)


def test_what_an_auditor_reads_is_noted_with_what_was_sent_and_no_data(play: Play, company: Company) -> None:
    document = (
        "query Look($id: ID!) { garden(id: $id) { name history(first: 2) { totalCount } } refusals(first: 1) { code } }"
    )
    before, garden = last(company.product.reads), company.garden

    async def scene(aud: Client) -> None:
        await aud.ask(document, id=garden["id"])

    play(scene)
    (read,) = noted(company, before)
    assert (read.actor, read.roles, read.operation) == ("aud", ("AUD", "EMP"), "Look")
    assert (read.fields, read.records) == (("garden", "refusals"), (garden["key"],))
    assert read.document == sha256(document.encode()).hexdigest()
    assert read.variables == sha256(json.dumps({"id": garden["id"]}, separators=(",", ":")).encode()).hexdigest()
    assert (read.position, read.past) == (company.product.recorded(), False)


def test_each_moment_that_is_asked_of_has_a_line(play: Play, company: Company) -> None:
    before = last(company.product.reads)

    async def scene(aud: Client) -> None:
        await aud.ask(
            """query { ...Then position asOf(at: "2020-01-01T00:00:00Z") { position }
            later: asOf(at: "2020-01-02T08:00:00+08:00") { me { key } } }
            fragment Then on Query { old: asOf(position: 3) { ... { gardens(first: 1) { totalCount } } me { key } } }"""
        )

    play(scene)
    told = {(read.fields, read.position, read.past, read.moment) for read in noted(company, before)}
    assert told == {
        (("asOf.gardens", "asOf.me"), 3, True, None),
        (("position",), company.product.recorded(), False, None),
        (("asOf.position",), 0, True, "2020-01-01T00:00:00.000000Z"),
        (("asOf.me",), 0, True, "2020-01-02T00:00:00.000000Z"),
    }


def test_only_what_auditors_are_answered_is_noted(play: Play, company: Company) -> None:
    before = last(company.product.reads)

    async def others(bo: Client) -> None:
        await bo.ask("{ gardens(first: 1) { totalCount } }")

    async def wrong(aud: Client) -> None:
        assert (await aud.post("{ nothing }")).status_code in (400, 422)
        await aud.try_("gardenRename", {"id": company.garden["id"], "name": "Mine"})
        await aud.ask("{ __schema { queryType { name } } }")

    play(others, "bo")
    play(wrong)
    assert noted(company, before) == []


def test_what_cannot_be_noted_is_not_answered(play: Play, company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Any) -> None:
        raise Unavailable("the disk is full")

    monkeypatch.setattr(company.product.reads, "note", full)

    async def scene(aud: Client) -> None:
        answer = await aud.post("{ gardens(first: 1) { totalCount } }")
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE")

    play(scene)


def test_reads_are_a_question_themselves_with_filters_and_pages(play: Play, company: Company) -> None:
    question = "query Q($f: AuditorReadFilter, $after: LogPosition) {"
    question += " auditorReads(first: 1, after: $after, filter: $f) { number actor operation records past moment } }"

    async def scene(aud: Client) -> None:
        await aud.ask("query First($id: ID!) { node(id: $id) { id } }", id=company.garden["id"])
        await aud.ask("query Second($id: ID!) { node(id: $id) { id } }", id=company.garden["id"])
        wanted = {"recordId": company.garden["id"], "field": "node", "actorId": "aud"}
        (one,) = (await aud.ask(question, f=wanted))["auditorReads"]
        (two,) = (await aud.ask(question, f=wanted, after=one["number"]))["auditorReads"]
        assert [one["operation"], two["operation"]] == ["First", "Second"]
        assert (await aud.ask(question, f=wanted, after=two["number"]))["auditorReads"] == []
        assert (await aud.ask(question, f={"actorId": "bo"}))["auditorReads"] == []
        assert (await aud.ask(question, f={**wanted, "until": "2020-01-01T00:00:00Z"}))["auditorReads"] == []
        then = await aud.ask("{ asOf(position: 1) { auditorReads(first: 5) { number } } }")
        assert then["asOf"]["auditorReads"] == []

    play(scene)


def test_refused_commands_are_looked_through_by_who_what_when_and_why(play: Play, company: Company) -> None:
    key = company.garden["key"]

    async def refused(bo: Client) -> None:
        assert (await bo.try_("gardenRename", {"id": company.garden["id"], "name": " "}))["refusal"]

    async def scene(aud: Client) -> None:
        await aud.try_("gardenRename", {"id": company.garden["id"], "name": "Mine"})
        question = "query Q($f: RefusalFilter) { refusals(first: 100, filter: $f) { actor act code record } }"
        theirs = {"actor": "aud", "act": "garden.rename", "code": "authority.auditor", "record": key}
        for one in ({"actorId": "aud"}, {"code": "authority.auditor"}, {"actorId": "aud", "recordId": key}):
            lines = (await aud.ask(question, f=one))["refusals"]
            assert theirs in lines and {line["actor"] for line in lines} == {"aud"}
        for other in ({"actorId": "ana"}, {"act": "garden.open", "actorId": "aud"}, {"until": "2020-01-01T00:00:00Z"}):
            assert (await aud.ask(question, f=other))["refusals"] == []
        then = await aud.ask("{ asOf(position: 1) { refusals(first: 5) { number } } }")
        assert then["asOf"]["refusals"] == []

    play(refused, "bo")
    play(scene)


@pytest.mark.parametrize("question", ["personActs", "auditorReads", "refusals", "selfApprovals"])
@pytest.mark.parametrize("wrapped", ["{{ {} }}", "{{ asOf(position: 3) {{ {} }} }}"])
def test_the_questions_of_auditors_are_for_them_and_administrators(play: Play, question: str, wrapped: str) -> None:
    asked = wrapped.format(f"{question}(first: 5) {{ __typename }}")

    async def refused(bo: Client) -> None:
        answer = (await bo.post(asked)).json()
        assert [each["extensions"]["code"] for each in answer["errors"]] == ["authority.readers"]

    async def answered(aud: Client) -> None:
        await aud.ask(asked)

    play(refused, "bo")
    play(answered)


def test_a_ready_question_is_filtered_sorted_and_paged_like_any_list(play: Play, company: Company) -> None:
    document = """query Q($after: String) { personActs(
        first: 2, after: $after, filter: {personId: {eq: "administrator"}, act: {startsWith: "garden."}},
        orderBy: [{field: POSITION, direction: DESC}]
    ) { totalCount pageInfo { hasNextPage endCursor } nodes { act hand person { key } record { key } position } } }"""

    async def scene(aud: Client) -> None:
        page = (await aud.ask(document))["personActs"]
        assert page["totalCount"] == 2 and not page["pageInfo"]["hasNextPage"]
        assert [(each["act"], each["hand"], each["record"]["key"]) for each in page["nodes"]] == [
            ("garden.dig", "ACTOR", company.garden["key"]),
            ("garden.open", "ACTOR", company.garden["key"]),
        ]
        rest = await aud.ask(document, after=page["pageInfo"]["endCursor"])
        assert rest["personActs"]["nodes"] == []

    play(scene)


def test_what_is_overdue_is_told_as_of_any_moment_until_it_is_done(play: Play, company: Company) -> None:
    made: dict[str, Any] = {}

    async def owe(ana: Client) -> None:
        late = {"name": "Late", "area": 9, "closes": "2020-01-01", "gardenerId": "bo"}
        garden = await ana.do("gardenOpen", late, "position garden { id key }")
        bed = await ana.do("gardenDig", {"id": garden["garden"]["id"], "area": 2}, "position bed { id key }")
        made.update(garden=garden, bed=bed)

    async def overdue(aud: Client) -> None:
        question = 'overdueObligations(first: 5, filter: {due: {lt: "2021-01-01"}})'
        shown = "rule requirement due status partId person { key } record { key }"
        then = f"asOf(position: {made['garden']['position']}) {{ {question} {{ totalCount }} }}"
        told = await aud.ask(f"{{ {question} {{ nodes {{ {shown} }} }} {then} }}")
        assert told["asOf"]["overdueObligations"]["totalCount"] == 0
        assert told["overdueObligations"]["nodes"] == [
            {
                "rule": "garden.planting", "requirement": "GARDEN-02", "due": "2020-01-01", "status": "OPEN",
                "partId": made["bed"]["bed"]["key"], "person": {"key": "bo"},
                "record": {"key": made["garden"]["garden"]["key"]},
            }
        ]  # fmt: skip

    async def plant(ana: Client) -> None:
        await ana.do(
            "gardenPlant", {"id": made["garden"]["garden"]["id"], "bedId": made["bed"]["bed"]["id"], "plants": []}
        )

    async def fulfilled(aud: Client) -> None:
        told = await aud.ask(
            "query Q($bed: ID!) { obligations(first: 5, filter: {partId: {eq: $bed}}) "
            "{ nodes { status onTime settledBy { key } } } }",
            bed=made["bed"]["bed"]["key"],
        )
        assert told["obligations"]["nodes"] == [{"status": "FULFILLED", "onTime": False, "settledBy": {"key": "ana"}}]

    play(owe, "ana")
    play(overdue)
    play(plant, "ana")
    play(fulfilled)
