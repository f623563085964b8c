"""The dossier of a record's approvals: what was asked and decided on which content, by what right, and who did not."""

import re
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from application.audit.dossier.fields import FIELDS
from application.audit.dossier.making import dossier
from application.audit.dossier.model import Dossier
from application.audit.dossier.paper.pdf import legible, pdf
from application.audit.dossier.paper.phrases import PHRASES
from application.audit.dossier.paper.sheet import sheet
from application.marks import Taking, taker
from domain.appraisal.values import Evaluation, Objectives, SelfAssessment
from domain.authority.state import MatrixContent
from domain.issue.values import Resolution, Solution
from domain.plan.adjustment import Adjustment
from domain.plan.content import PlanContent
from domain.plan.task import Task
from domain.project.change import ChangeRequest
from domain.project.content import Proposal
from domain.project.results import Delivery, Summary
from opsledger.demo.people import AUDITOR, PLANNER, PROGRAM, SALES
from tests.audit.conftest import Company

CONTENTS = (
    PlanContent, Solution, Resolution, Proposal, Delivery, Summary, MatrixContent, Objectives, Evaluation,
    SelfAssessment, *(get_type_hints(each)["content"] for each in (Adjustment, ChangeRequest)),
    get_type_hints(Task)["claim"],
)  # fmt: skip


def made(company: Company, record: str, language: str = "en") -> Dossier:
    found = dossier(company.product.ledger, record, company.product.feed.head(), language)
    assert found is not None
    return found


def test_every_signature_of_the_company_is_in_a_dossier_on_content_that_is_there_and_by_a_line_of_the_matrix(
    company: Company,
) -> None:
    log = company.product.feed.log(0, 10_000)
    signed = [each for each in log if getattr(each.envelope.event, "signature", None)]
    assert len(signed) > 50 and any(each.envelope.on_behalf_of for each in signed)
    for record in {each.record for each in signed}:
        found = made(company, record)
        submissions = [each for matter in found.matters for each in matter.submissions]
        decisions = [each for asked in submissions for each in asked.decisions]
        assert {each.done.position for each in decisions} == {each.position for each in signed if each.record == record}
        assert all(each.intact and each.content for each in submissions), record
        assert all(each.intact and each.right.lines for each in decisions), record
        assert all((each.done.on_behalf_of is None) == (each.done.delegation is None) for each in decisions), record
        assert all((each.right.version == 0) == (each.right.published is None) for each in decisions), record
        assert [each.position for each in found.history] == [each.position for each in log if each.record == record]


def test_whatever_people_said_of_a_record_is_in_its_dossier(company: Company) -> None:
    said: dict[str, set[str]] = {}
    for each in company.product.feed.log(0, 10_000):
        kind: Any = type(each.envelope.event)
        if take := taker(kind):
            taking = Taking(each.envelope.event, "author", "subject")
            take(each.envelope.event, "", taking)
            said.setdefault(each.record, set()).update(text for _, texts in taking.texts.values() for text in texts)
    rooms = ("plan-q", "project-", "appraisal-", "issue-s")
    for record in (each for each in said if each.startswith(rooms)):
        told = msgspec.json.encode(made(company, record)).decode()
        assert not {text for text in said[record] if text not in told}, record


def test_a_record_about_somebody_is_called_by_whom_and_what_time_it_is_about(company: Company) -> None:
    (record,) = {each.record for each in company.product.feed.log(0, 10_000) if each.type == "appraisal.appeal_lodged"}
    assert re.fullmatch(r"绩效考核 · 张涛 · 20\d\d-\d\d-01 – 20\d\d-\d\d-\d\d", made(company, record, "zh").title)
    assert "改值原因" in "".join(value.label for each in made(company, record, "zh").statements for value in each.said)


def test_it_tells_rounds_rights_changes_and_who_could_have_decided_and_did_not(company: Company) -> None:
    (matter,) = made(company, "plan-annual", "zh").matters
    first, second = matter.submissions
    assert (first.round, second.round, second.done.actor.name) == (1, 2, "李静")
    (returned,), (approved,) = first.decisions, second.decisions
    assert (returned.verdict.label, returned.done.actor.name, returned.done.role.label) == (
        "退回",
        "陈立群",
        "公司管理层",
    )
    assert [each.who.name for each in returned.others] == ["林晓岚"] and [
        each.who.name for each in approved.others
    ] == ["陈立群"]
    assert {act.code for each in approved.others for act in each.acts} == {"plan.approve", "plan.return", "plan.reject"}
    (change,) = second.changes
    assert (change.label, change.before) == ("重点", "缩短交付周期")
    (altered,) = first.altered
    assert altered.by and altered.by.type == "plan.revised" and altered.after == change.after
    assert (
        returned.right.version == 0
        and "level" not in returned.right.lines[0]
        and "层级: 年度" in returned.right.lines[0]
    )


def test_parts_and_what_was_said_are_told_by_names_that_a_reader_knows(company: Company) -> None:
    found = made(company, "plan-quarter", "zh")
    adjustments = [matter for matter in found.matters if matter.part and matter.part.code == "adjustment"]
    labels = {each.path[0]: (each.label, each.text) for each in adjustments[0].submissions[0].content}
    assert labels["objective"][0] == "客观性"
    label, text = labels["affected"]
    assert label == "受影响的任务" and " (task-" in text
    statement = next(each for each in found.statements if each.part and each.part.startswith("task-"))
    assert statement.done.about and statement.done.about != statement.part
    printed = sheet(found)
    assert all(each["no_changes"] == "无：首次提交" for each in printed["submissions"])
    did = f"{statement.done.act.label} · {statement.done.about}"
    assert did in [row[2] for row in printed["statements"]] and did in [row[2] for row in printed["history"]]


def test_an_adjustment_is_told_by_what_the_tasks_were_and_would_be(company: Company) -> None:
    asked = sheet(made(company, "plan-quarter", "zh"))["submissions"]
    (first, *_) = (each["proposed"] for each in asked if each["proposed"])
    assert first == [["任务 · 建立重点客户周度需求预测", "到期日: 2026-11-20", "到期日: 2026-12-26"]]
    assert all(not each["whole"] for each in asked)  # nothing is left out of what is printed


def test_a_delegate_who_could_have_decided_is_told_with_the_principal(company: Company) -> None:
    found = made(company, "plan-quarter")
    (approved,) = found.matters[0].submissions[0].decisions
    (delegate,) = approved.others
    assert delegate.on_behalf_of and (delegate.who.name, delegate.on_behalf_of.name) == ("吴雪", "周明远")
    waiting = [each for matter in found.matters for asked in matter.submissions for each in asked.awaits]
    assert {each.who.name for each in waiting} == {"周明远"}


def test_as_of_an_earlier_position_it_knows_nothing_later(company: Company) -> None:
    submitted = company.position("plan-annual", 2)
    ask = f"""{{ asOf(position: {submitted}) {{ dossier(record: "plan-annual", language: ZH) {{
      position matters {{ submissions {{ decisions {{ comment }} awaits {{ who {{ name }} }} }} }}
    }} }} }}"""
    found = company.ask(ask)["asOf"]["dossier"]
    (submission,) = found["matters"][0]["submissions"]
    assert found["position"] == submitted and submission["decisions"] == []
    assert {each["who"]["name"] for each in submission["awaits"]} == {"陈立群", "林晓岚"}


def test_nobody_is_shown_more_than_they_see(company: Company) -> None:
    log = company.product.feed.log(0, 10_000)
    theirs = next(e.record for e in log if e.type == "appraisal.opened" and e.envelope.event.subject == SALES)
    ask = f'{{ dossier(record: "{theirs}") {{ record title matters {{ submissions {{ digest }} }} }} }}'
    assert company.ask(ask, AUDITOR)["dossier"]["matters"] and company.ask(ask, SALES)["dossier"]
    assert company.ask(ask, PLANNER)["dossier"] is None
    ask = '{ dossier(record: "plan-annual") { history { actor { id name } } } }'
    people = [each["actor"] for each in company.ask(ask, PROGRAM)["dossier"]["history"]]
    assert people and all(each["id"] == each["name"] for each in people if each["id"] != "system")


@pytest.mark.parametrize(
    ("accept", "media", "begins"),
    [
        ("application/pdf", "application/pdf", b"%PDF-1.7"),
        ("application/json", "application/json", b'{"language":"zh"'),
        (
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "text/html; charset=utf-8",
            b'<!doctype html><html lang="zh-Hans">',
        ),
    ],
)
def test_the_document_comes_as_it_is_liked_best(company: Company, accept: str, media: str, begins: bytes) -> None:
    with company.http(PLANNER) as http:
        found = http.get("/dossier/Plan:plan-annual?language=zh", headers={"Accept": accept})
    assert found.status_code == 200 and found.headers["content-type"] == media
    assert found.content.startswith(begins) and found.headers["content-language"] == "zh"
    assert "default-src 'none'" in found.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("nowhere", "*/*", 404),
        ("plan-annual", "image/png", 406),
        ("plan-annual?position=x", "*/*", 400),
        ("plan-annual?at=2026-01-01T00:00:00", "*/*", 400),
        ("plan-annual?position=1000000", "*/*", 422),
        ("plan-annual?position=1", "*/*", 404),
        ("plan-annual?lang=zh", "*/*", 400),
        ("plan-annual?language=fr", "*/*", 400),
    ],
)
def test_what_cannot_be_had_is_told(company: Company, path: str, accept: str, status: int) -> None:
    with company.http(PLANNER) as http:
        assert http.get(f"/dossier/{path}", headers={"Accept": accept}).status_code == status


def test_what_people_wrote_is_text_and_nothing_else(company: Company) -> None:
    with company.http(AUDITOR) as http:
        page = http.get("/dossier/plan-quarter", headers={"Accept": "text/html"}).text
    assert "<script" not in page and "运营组每周五提供问题清单" in page and "Could have decided, and did not" in page


def test_the_pdf_has_its_fonts_inside_and_is_the_same_each_time(company: Company) -> None:
    found = made(company, "plan-annual", "zh")
    one = pdf(found)
    named = set(re.findall(rb"/BaseFont ?/[A-Z]{6}[+]([A-Za-z]+)", one))
    assert one == pdf(found) and named == {b"NotoSansSC"} and one.count(b"/FontFile2") >= 2


def test_characters_that_no_font_has_are_named_in_the_pdf_and_do_not_spoil_it(company: Company) -> None:
    shown = {"a": ["好 É İ\n\t", "[U+1F642][U+0001][U+FFFF]", None]}
    assert legible({"a": ["好 É İ\n\t", "🙂\x01\uffff", None]}) == shown
    found = made(company, "plan-annual")
    assert pdf(replace(found, title="👩‍👩‍👧 \u200b\r\x7f\U0010fffd")).startswith(b"%PDF")


def test_an_auditor_who_takes_a_document_or_entries_is_noted_and_nobody_else_is(company: Company) -> None:
    def noted() -> list[tuple[str, tuple[str, ...]]]:
        lines = company.product.reads.lines(0, 10_000)
        return [(line.operation, line.records) for _, line in lines if line.operation.startswith("GET ")]

    before = noted()
    for person in (AUDITOR, PLANNER):
        with company.http(person) as http:
            for path in ("/dossier/plan-annual", "/log/tile/entries/000", "/log/checkpoint"):
                http.get(path)
    assert noted()[len(before) :] == [
        ("GET /dossier/plan-annual", ("plan-annual",)),
        ("GET /log/tile/entries/000", ()),
    ]


def test_every_field_that_is_asked_about_has_a_chinese_name() -> None:
    def names(kind: Any) -> set[str]:
        if isinstance(kind, type) and issubclass(kind, Struct):
            hints = get_type_hints(kind)
            return set(hints).union(*(names(each) for each in hints.values()))
        return set().union(*map(names, get_args(kind)))

    assert set().union(*map(names, CONTENTS)) <= FIELDS.keys()
    assert all(english and chinese and english != chinese for english, chinese in PHRASES.values())
