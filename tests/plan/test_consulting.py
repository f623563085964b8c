from datetime import UTC, date, datetime

from domain.authority.warrant import FORBIDDEN
from domain.plan.consulting import DEADLINE_PAST, NOBODY_INVITED, NOT_DISPOSED, OPINIONS_AWAITED
from domain.plan.drafting import UNKNOWN_UNIT
from domain.plan.terms import Disposition, Kind, Level, OpinionStatus, Status
from domain.shared.lifecycle import NOT_NOW
from tests.plan.stories import ANNUAL, story
from tests.scenario import Scenario

DEADLINE = date(2026, 1, 9)
AFTER_DEADLINE = datetime(2026, 1, 10, 1, 0, tzinfo=UTC)


def draft() -> Scenario:
    """The annual operating plan, drafted by Olga."""
    it = story()
    it.do("draft", "olga", kind=Kind.OPERATING, level=Level.ANNUAL, unit="hq", year=2026, content=ANNUAL)
    return it


def consulting(*units: str) -> Scenario:
    it = draft()
    it.do("open_consultation", "olga", units=units or ("planning", "sales"), deadline=DEADLINE)
    return it


def opinion(it: Scenario, unit: str) -> str:
    return next(str(id) for id, each in it.state.opinions.items() if each.unit == unit)


def test_a_consultation_invites_units_until_a_day() -> None:
    it = consulting("planning", "sales", "sales")
    assert it.state.status is Status.CONSULTING
    assert it.state.opinions_due == DEADLINE
    assert [each.unit for each in it.state.opinions.values()] == ["planning", "sales"]


def test_a_consultation_needs_units_that_exist_and_time_to_answer() -> None:
    it = draft()
    it.refused(NOBODY_INVITED, "open_consultation", "olga", units=(), deadline=DEADLINE)
    it.refused(UNKNOWN_UNIT, "open_consultation", "olga", units=("moon",), deadline=DEADLINE)
    it.refused(DEADLINE_PAST, "open_consultation", "olga", units=("sales",), deadline=date(2026, 1, 4))
    it.refused(FORBIDDEN, "open_consultation", "pia", units=("sales",), deadline=DEADLINE)


def test_the_head_of_an_invited_unit_gives_its_opinion_and_may_say_it_anew() -> None:
    it = consulting()
    sales = opinion(it, "sales")
    it.refused(FORBIDDEN, "record_opinion", "rita", part=sales, text="Good")
    it.refused(FORBIDDEN, "record_opinion", "dora", part=sales, text="Good")
    it.do("record_opinion", "sam", part=sales, text="Good")
    it.do("record_opinion", "sam", part=sales, text="Very good")
    assert it.state.opinions[sales].text == "Very good"
    assert it.state.opinions[sales].given_by == "sam"


def test_the_author_disposes_of_each_opinion_with_a_reason() -> None:
    it = consulting()
    sales = opinion(it, "sales")
    it.refused(NOT_NOW, "dispose_opinion", "olga", part=sales, disposition=Disposition.ADOPTED, reason="Yes")
    it.do("record_opinion", "sam", part=sales, text="More shops")
    it.refused(FORBIDDEN, "dispose_opinion", "pia", part=sales, disposition=Disposition.ADOPTED, reason="Yes")
    it.do("dispose_opinion", "olga", part=sales, disposition=Disposition.PARTLY, reason="One shop")
    assert it.state.opinions[sales].status is OpinionStatus.DISPOSED
    it.refused(NOT_NOW, "record_opinion", "sam", part=sales, text="Still more")


def test_a_consultation_ends_when_everybody_answered_and_every_answer_has_its_disposition() -> None:
    it = consulting()
    it.refused(OPINIONS_AWAITED, "close_consultation", "olga")
    for unit, head in (("planning", "dora"), ("sales", "sam")):
        it.do("record_opinion", head, part=opinion(it, unit), text="Good")
        it.refused(OPINIONS_AWAITED if unit == "planning" else NOT_DISPOSED, "close_consultation", "olga")
    for unit in ("planning", "sales"):
        part = opinion(it, unit)
        it.do("dispose_opinion", "olga", part=part, disposition=Disposition.NOT, reason="No room")
    it.do("close_consultation", "olga")
    assert it.state.status is Status.DRAFT
    it.do("submit", "olga")


def test_a_consultation_ends_without_those_who_let_the_deadline_pass() -> None:
    it = consulting()
    it.do("record_opinion", "sam", part=opinion(it, "sales"), text="Good")
    it.at(datetime(2026, 1, 9, 15, 59, tzinfo=UTC)).refused(OPINIONS_AWAITED, "close_consultation", "olga")
    it.at(AFTER_DEADLINE).refused(NOT_DISPOSED, "close_consultation", "olga")
    it.do("dispose_opinion", "olga", part=opinion(it, "sales"), disposition=Disposition.ADOPTED, reason="Yes")
    (closed,) = it.do("close_consultation", "olga")
    assert closed.unanswered == ("planning",)


def test_a_plan_is_not_submitted_while_its_consultation_is_open() -> None:
    consulting().refused(NOT_NOW, "submit", "olga")


def test_a_draft_is_revised_during_its_consultation() -> None:
    it = consulting()
    it.do("revise", "olga", content=ANNUAL)
    assert it.state.status is Status.CONSULTING


def test_invitations_of_an_earlier_consultation_lapse_and_its_answers_stay() -> None:
    it = consulting()
    it.do("record_opinion", "sam", part=opinion(it, "sales"), text="Good")
    it.do("dispose_opinion", "olga", part=opinion(it, "sales"), disposition=Disposition.ADOPTED, reason="Yes")
    it.at(AFTER_DEADLINE).do("close_consultation", "olga")
    it.do("open_consultation", "olga", units=("planning",), deadline=date(2026, 1, 20))
    assert [(each.unit, each.status) for each in it.state.opinions.values()] == [
        ("sales", OpinionStatus.DISPOSED),
        ("planning", OpinionStatus.INVITED),
    ]
