"""What a reader of a dossier is told beside the content: what was laid down, how it ended, all of it in words."""

import re
from datetime import timedelta
from typing import Any, get_args, get_type_hints

import pytest
from msgspec import Struct
from msgspec.structs import replace

from application.audit.dossier.describing import marks
from application.audit.dossier.fields import FIELDS
from application.audit.dossier.making import dossier
from application.audit.dossier.model import Dossier, Matter, Value
from application.audit.dossier.paper.pdf import pdf
from application.audit.dossier.paper.phrases import phrases
from application.audit.dossier.paper.sheet import sheet, when
from application.audit.dossier.speaking import Speaker
from application.audit.rights import words_of
from domain.rooms import ROOMS
from domain.shared.act import EVERY_ACT
from domain.shared.approval import Request, Signature
from domain.shared.personal import Personal
from opsledger.demo.people import PLANNER, PROGRAM
from tests.audit.conftest import Company


def made(company: Company, record: str, language: str = "zh") -> Dossier:
    found = dossier(company.product.ledger, record, company.product.feed.head(), language)
    assert found is not None
    return found


def told(values: tuple[Value, ...]) -> dict[str, str]:
    return {each.label: each.text for each in values}


def the(company: Company, type: str) -> str:
    """The record of the first event of that type."""
    return next(each.record for each in company.product.feed.log(0, 10_000) if each.type == type)


def test_a_decision_tells_what_was_laid_down_with_it(company: Company) -> None:
    (started, *_) = made(company, "project-barcode").matters[0].submissions
    first, second, approved = started.decisions
    laid_down = told(approved.terms)
    assert laid_down.keys() == {"项目发起人", "上限", "期限"} and laid_down["上限"] == "200000"
    assert told(first.terms) == {"意见": "通过"}
    assert told(second.terms) == {"意见": "有条件通过", "条件 · 1 · 内容": "上线前完成备份演练"}
    assert told(started.terms) == {
        "邀请评审 · 1 · 组织单元": "财务部 (U-FIN)", "邀请评审 · 2 · 组织单元": "运营管理部 (U-OMD)",
    }  # fmt: skip

    changes = made(company, "project-dashboard").matters[1:]
    (approved,) = (one for each in changes for one in each.submissions[0].decisions if one.verdict.code == "APPROVED")
    assert told(approved.terms) == {"版本": "2"}


def test_what_was_changed_in_a_result_is_told_with_its_reason_and_indicators_by_their_names(company: Company) -> None:
    found = made(company, the(company, "appraisal.score_corrected"))
    (correction,) = (told(each.said) for each in found.statements if each.done.type == "appraisal.score_corrected")
    assert correction.keys() == {"原值", "新值", "等级", "原因"}
    scored = next(one for each in found.matters for asked in each.submissions for one in asked.decisions if one.terms)
    assert told(scored.terms)["综合评定 · 得分构成 · 1 · 指标"] == "计划完成率 (completion)"


def test_what_nobody_decided_tells_how_it_ended(company: Company) -> None:
    withdrawn = next(each for each in made(company, "plan-quarter-before").matters if each.status and withdrew(each))
    (asked,) = withdrawn.submissions
    assert withdrawn.status and withdrawn.status.label == "已撤回" and not asked.decisions
    assert asked.ended and (asked.ended.done.actor.name, asked.ended.status.label) == ("郭强", "已撤回")
    proposed, submitted = made(company, "issue-mes").matters[0].submissions
    assert proposed.ended and proposed.ended.done.type == "issue.solution_submitted" and submitted.ended is None


def withdrew(matter: Matter) -> bool:
    return matter.status is not None and matter.status.code == "WITHDRAWN"


def test_content_that_was_printed_before_is_told_by_what_has_changed(company: Company) -> None:
    first, second = sheet(made(company, "plan-annual"))["submissions"]
    assert first["content"] and not first["whole"]
    assert second["whole"] and not second["content"] and [row[0] for row in second["changes"]] == ["重点"]


def test_a_matrix_is_told_by_the_acts_for_which_it_has_other_lines(company: Company) -> None:
    (asked,) = sheet(made(company, "authority"))["submissions"]
    before = "MGMT 公司管理层\nPG 计划组 (层级: 部门目标或计划目标)\nHEAD 部门负责人 (层级: 部门目标或计划目标)"
    assert asked["proposed"] == [["条款 · 撤销目标 (goal.drop)", before, "MGMT 公司管理层"]]
    assert asked["content"] == [["版本", "1"]] and asked["terms"] == ""
    assert asked["whole"] == [["版本", "1"], ["条款 · 1", "撤销目标 (goal.drop): MGMT 公司管理层"]]


def test_a_record_that_nobody_gave_a_title_is_called_by_what_it_is(company: Company) -> None:
    titles = [made(company, each).title for each in ("authority", "coordination-hiring")]
    assert titles == ["权限", "部门协调 · 夜班增补人员的编制"]


def test_other_records_are_told_by_what_they_are_called_to_those_who_may_see_them(company: Company) -> None:
    content = told(made(company, "plan-quarter").matters[0].submissions[0].content)
    assert re.fullmatch(r".+ \(goal-delivery\)", content["目标 · 1 · 目标"])
    assert content["重点项目 · 1 · 项目"] == "仓库条码管理上线 (project-barcode)"
    ask = '{ dossier(record: "plan-quarter") { matters { submissions { content { path text } } } } }'
    for person, wanted in ((PLANNER, "仓库条码管理上线 (project-barcode)"), (PROGRAM, "project-barcode")):
        asked = company.ask(ask, person)["dossier"]["matters"][0]["submissions"][0]["content"]
        assert [each["text"] for each in asked if each["path"][-1] == "project"] == [wanted]


def test_what_was_recorded_later_tells_when(company: Company) -> None:
    done = made(company, "plan-annual").history[0]
    late = replace(done, recorded_at=done.occurred_at + timedelta(days=2), backdated="停电")
    assert when(done, phrases("zh")) == "2025-11-10 09:00"
    assert when(late, phrases("zh")) == "2025-11-10 09:00 (补录于 2025-11-12 09:00: 停电)"


@pytest.mark.parametrize("text", ["很长的意见，" * 3000, "k" * 18_000])
def test_nothing_is_cut_off_however_long_it_is(company: Company, text: str) -> None:
    found = made(company, "plan-office")
    (matter,) = found.matters
    (asked,) = matter.submissions
    (decision,) = asked.decisions
    long = replace(asked, decisions=(replace(decision, comment=text),))
    assert pages(replace(found, matters=(replace(matter, submissions=(long,)),))) > 5


def pages(of: Dossier) -> int:
    return len(re.findall(rb"/Type/Page\b", pdf(of)))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_conditions_of_the_matrix_are_told_in_words(room: Any) -> None:
    speaker = Speaker("zh", named=True)
    for act in room.acts.values():
        for line in act.grants:
            assert not re.search("[a-z_]", speaker.grant(line, act)), (act.name, line)
            assert all(words_of(act, name) for name in line.where), (act.name, line)


def test_every_field_of_what_is_asked_signed_or_said_has_a_chinese_name() -> None:
    events = [event for room in ROOMS for event in room.lifecycle.moves if tells(event)]
    assert len(events) > 100 and set().union(*(names(each, frozenset()) for each in events)) <= FIELDS.keys()
    assert not FIELDS.keys() & EVERY_ACT.keys()


def names(kind: Any, above: frozenset[Any]) -> set[str]:
    if kind in above or kind in (Request, Signature):
        return set()
    if isinstance(kind, type) and issubclass(kind, Struct):
        hints = get_type_hints(kind)
        own = {name for name, hint in hints.items() if hint not in (Request, Signature)}
        return own.union(*(names(each, above | {kind}) for each in hints.values()))
    return set().union(*(names(each, above) for each in get_args(kind)))


def tells(kind: Any) -> bool:
    """Whether an event asks, signs, or has words of somebody in it."""
    hints = get_type_hints(kind, include_extras=True)
    said = (isinstance(mark, Personal) for hint in hints.values() for mark in marks(hint))
    return any(said) or not {Request, Signature}.isdisjoint(hints.values())
