"""Records of any kind that somebody names: those kept here are there, and the one who names them may know of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from application.command import Command
from application.refusals import NO_SUCH_RECORD
from domain.issue.state import Issue
from domain.shared.ids import PersonId
from domain.shared.refusal import Refused
from tests.appraisal.ledger import founded, of_ron, open_month, put_in_use
from tests.stories.company import Company

REPORT: dict[str, Any] = {
    "title": "Doors", "description": "They jam", "found_at": "2026-01-02T01:00:00Z", "unit": "shops",
    "category": "QUALITY", "severity": 3,
}  # fmt: skip


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """An issue of Ron's, and his appraisal."""
    with founded(str(tmp_path / "ledger")) as it:
        it.do("issue.report", "ron", "issue-1", **REPORT)
        yield it


def linked(company: Company, by: str, record: str, scopes: frozenset[str] = frozenset()) -> str:
    """What is kept of a link to that record."""
    inputs = {"record": record}
    company.ledger.do(
        Command(act="issue.link", actor=PersonId(by), record="issue-1", inputs=inputs, scopes=scopes)
    )
    return company.get(Issue, "issue-1").links[-1].record


def test_a_record_that_is_named_is_there_and_what_is_kept_elsewhere_is_left_as_it_is(company: Company) -> None:
    company.do("issue.report", "ron", "issue-2", **REPORT)
    assert linked(company, "ron", "Issue:issue-2") == linked(company, "ron", "issue-2") == "issue-2"
    for elsewhere in ("合同 2026-7", "Contract:7", "plan B", "issue - the old one"):
        assert linked(company, "ron", elsewhere) == elsewhere
    for unknown in ("issue-3", "Issue:issue-3", "Plan:issue-2", "plan-issue-2", "AppraisalCycle:x"):
        with pytest.raises(Refused) as no:
            linked(company, "ron", unknown)
        assert no.value.reason is NO_SUCH_RECORD


def test_one_that_is_kept_from_whoever_names_it_is_as_one_that_is_not_there(company: Company) -> None:
    put_in_use(company)
    open_month(company, 1)
    (appraisal,) = of_ron(company)
    told = []
    for id in (appraisal.id, "appraisal-none"):
        with pytest.raises(Refused) as no:
            linked(company, "ron", id)
        told.append(str(no.value).replace(id, ""))
    assert told[0] == told[1]
    with pytest.raises(Refused):
        linked(company, "sue", appraisal.id, scopes=frozenset({"issue"}))
    assert linked(company, "sue", appraisal.id) == appraisal.id
