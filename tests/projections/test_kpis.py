"""The figures of requirements §6, against a company for which they were worked out by hand, on both databases."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

import pytest
from msgspec.structs import replace

from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.shared.values import Period
from projections.kpi import ALL
from projections.kpi.declaring import FigureDimension
from projections.kpi.reckoning import Entry, Figure, Reckoning, Scope
from projections.runner import Runner
from projections.views import Views
from projections.visibility import SYSTEM, Viewer
from tests.projections.conftest import made, new_views
from tests.projections.measured import DONE, JANUARY, LATER, TASKS, company, day, plan
from tests.projections.standing import ROOMS, stand

LONG_AGO = Period(date(1999, 1, 1), date(1999, 12, 31))
Answer: TypeAlias = tuple[str | None, str, str, tuple[int, ...]]


class Then(NamedTuple):
    """The company at that position, and what was answered while it was the last."""

    views: Views
    position: int
    answers: dict[tuple[str, str], Answer]
    entries: list[Entry]


@pytest.fixture(scope="module")
def then(target: str) -> Iterator[Then]:
    """The company before the task that was late is done: the log has gone on since."""
    log = company()
    with new_views(target, ROOMS) as views:
        made(views, log)
        position = views.position()
        answers = {key: told(reckoning(Then(views, position, {}, []), *key, now=True).figure()) for key in BY_HAND}
        entries = reckoning(Then(views, position, {}, []), "K-01", "completion", now=True).entries(100)
        done = (replace(each, status=DONE, completed_on=day(30)) if each is LATER else each for each in TASKS)
        stand(log, plan("plan-a", 2, *done))
        runner = Runner(log, views)
        runner.start()
        assert runner.wait(position + 1, 30)
        runner.stop()
        yield Then(views, position, answers, entries)


def reckoning(
    then: Then,
    kpi: str,
    measure: str,
    scope: Scope | None = None,
    viewer: Viewer = SYSTEM,
    now: bool = False,
) -> Reckoning:
    """The figure of January, as of that position."""
    declared = next(each for each in ALL[kpi].measures if each.key == measure)
    reader = then.views.as_seen_by(viewer, None if now else then.position)
    return Reckoning(declared, reader, JANUARY, scope or Scope())


def told(figure: Figure) -> Answer:
    """Value, numerator, denominator, and how many rows were left out for each reason."""
    value = None if figure.value is None else str(figure.value)
    return value, str(figure.numerator), str(figure.denominator), tuple(each.rows for each in figure.left_out)


BY_HAND = {
    ("K-01", "completion"): ("55.56", "5", "9", (1, 1)),  # (3 + 2) / (3 + 2 + 4); t6 not issued, t4 withdrawn
    ("K-01", "first_version"): ("45.45", "5", "11", (1,)),  # (3 + 2) / (3 + 2 + 1 + 5)
    ("K-02", "on_time"): ("33.33", "3", "9", (1, 1)),  # t2 came two days late
    ("K-02", "adjusted"): ("40.00", "2", "5", (1,)),  # t3 and t4 of t1 … t5
    ("K-05", "on_time"): ("50.00", "2", "4", (1,)),  # good, moved | ended, late; idle was not started
    ("K-05", "originally"): ("33.33", "1", "3", (1,)),  # good | moved, ended
    ("K-06", "met"): ("50.00", "1", "2", ()),
    ("K-06", "checks"): ("75.00", "3", "4", ()),
    ("K-07", "within"): ("50.00", "1", "2", (0,)),
    ("K-07", "saved"): ("9.09", "40", "440", (0,)),  # (250 − 200 + 190 − 200) / (250 + 190)
    ("K-07", "cpi"): ("0.00", "0", "400", (0,)),
    ("K-08", "benefit"): ("25.00", "500", "2000", ()),
    ("K-19", "gain"): ("1.75", "3.5", "2", (1, 1, 1, 1)),  # (5.5 − 2) / 2
    ("K-29", "first_time"): ("66.67", "2", "3", (1,)),
    ("K-29", "on_time"): ("50.00", "2", "4", (1,)),  # i-3 was closed on the 25th, i-4 is open
    ("K-29", "recurrence"): ("33.33", "1", "3", (1,)),
    ("K-29", "to_close"): ("9.67", "696", "3", (1, 0)),  # (3 + 6 + 20) days / 3
    ("K-36", "on_time"): ("0.00", "0", "3", (1,)),  # i-4, p-late's meeting, plan-a's evaluation; plan-b's draft lapsed
    ("K-37", "returned"): ("50.00", "1", "2", (1,)),  # one approved, one returned, one opinion
    ("K-38", "in_time"): ("50.00", "3", "6", ()),
}


@pytest.mark.parametrize(("kpi", "measure"), BY_HAND)
def test_a_figure_is_what_was_worked_out_by_hand(then: Then, kpi: str, measure: str) -> None:
    assert told(reckoning(then, kpi, measure).figure()) == BY_HAND[kpi, measure]


def test_every_figure_that_is_declared_was_worked_out_by_hand() -> None:
    measured = {(kpi.id, each.key) for kpi in ALL.values() for each in kpi.measures}
    assert {key for key in measured - BY_HAND.keys() if not key[1].startswith("to_")} == set()


def test_where_nothing_is_counted_there_is_no_value_neither_0_nor_100(then: Then) -> None:
    for kpi in ALL.values():
        for measure in kpi.measures:
            figure = Reckoning(measure, then.views.as_seen_by(SYSTEM), LONG_AGO).figure()
            assert told(figure)[:3] == (None, "0", "0") and figure.rows == 0, measure.key


def test_a_figure_is_narrowed_to_a_person_a_unit_a_plan(then: Then) -> None:
    def narrowed(dimension: FigureDimension, *keys: str) -> Decimal | None:
        return reckoning(then, "K-01", "completion", scope=Scope({dimension: keys})).figure().value

    assert narrowed(FigureDimension.PERSON, "otto") == 100
    assert narrowed(FigureDimension.PERSON, "ron") == Decimal("42.86")  # 3 / (3 + 4)
    assert narrowed(FigureDimension.UNIT, "shops", "planning") == Decimal("55.56")
    assert narrowed(FigureDimension.PLAN, "plan-b") is None


def test_groups_add_up_to_the_whole(then: Then) -> None:
    whole = reckoning(then, "K-01", "completion")
    groups = whole.groups(FigureDimension.PERSON)
    assert [(each.key, told(each.figure)) for each in groups] == [
        ("otto", ("100.00", "2", "2", (0, 0))),
        ("ron", ("42.86", "3", "7", (1, 1))),
    ]
    assert sum(each.figure.denominator for each in groups) == whole.figure().denominator


def test_what_has_no_value_in_a_dimension_is_a_group_of_its_own(then: Then) -> None:
    assert [each.key for each in reckoning(then, "K-29", "on_time").groups(FigureDimension.PLAN)] == [None]


def test_the_working_names_each_row_with_what_it_adds_and_why_it_does_not(then: Then) -> None:
    working = reckoning(then, "K-01", "completion")
    rows = [(each.id, str(each.numerator), str(each.denominator), each.left_out and each.left_out.why)
            for each in working.entries(100)]  # fmt: skip
    assert rows == [
        ("t1", "3", "3", None),
        ("t2", "2", "2", None),
        ("t3", "0", "4", None),
        ("t4", "0", "0", "An approved adjustment cancelled or replaced it."),
        ("t6", "0", "0", "Its plan is not issued."),
    ]
    figure = working.figure()
    assert sum(each.numerator for each in working.entries(100)) == figure.numerator
    assert [each.id for each in working.entries(2)] == ["t1", "t2"]
    assert [each.id for each in working.entries(2, after="t2")] == ["t3", "t4"]


def test_whoever_may_not_see_an_appraisal_does_not_see_it_in_a_figure_either(then: Then) -> None:
    def gain(person: str, *roles: Role) -> Reckoning:
        return reckoning(then, "K-19", "gain", viewer=Viewer(person, frozenset(roles)))

    rita, stranger = gain("rita", Role.EMP), gain("vera", Role.MGMT)
    assert [told(rita.figure())[:3], rita.complete] == [("-2.00", "-2", "1"), False]
    assert [each.id for each in rita.entries(100)] == ["a-rita"]
    assert told(stranger.figure()) == (None, "0", "0", (0, 0, 0, 0))
    assert stranger.entries(100) == [] and stranger.groups(FigureDimension.PERSON) == []
    assert gain("hugo", Role.HR, Role.EMP).figure().value == Decimal("1.75")
    assert gain("audra", Role.AUD).complete


def test_what_was_answered_as_of_a_position_is_answered_so_for_ever(then: Then) -> None:
    assert told(reckoning(then, "K-01", "completion", now=True).figure())[0] == "100.00"
    assert {key: told(reckoning(then, *key).figure()) for key in BY_HAND} == then.answers
    assert reckoning(then, "K-01", "completion").entries(100) == then.entries


def test_a_person_leads_the_projects_and_heads_the_team_that_are_theirs(then: Then) -> None:
    scope = Scope({FigureDimension.PERSON: (PersonId("sue"),)})
    assert reckoning(then, "K-19", "gain", scope=scope).figure().rows == 2
    assert not Scope({FigureDimension.PLAN: ("plan-a",)}).fits(ALL["K-19"].measures[0])
