"""Indicators bound to figures of the product are measured by it when the period is over (APPR-05)."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from application.feed import Feed
from application.scheduler import Scheduler
from domain.appraisal.state import Appraisal
from domain.rooms import ROOMS
from domain.shared.ids import SYSTEM
from opsledger.measuring import Measuring
from projections.runner import Runner
from projections.views import open_views
from tests.appraisal.ledger import founded, open_month, put_in_use
from tests.appraisal.stories import measured, scores
from tests.stories.company import Company


class Measured(NamedTuple):
    """A company with its views, what measures there, and Ron's appraisal."""

    company: Company
    runner: Runner
    measuring: Measuring
    appraisal: str

    @property
    def ron(self) -> Appraisal:
        return self.company.get(Appraisal, self.appraisal)

    def others(self) -> int:
        """How many are appraised beside Ron."""
        return len(self.company.ledger.world().find("appraisal.cycle", self.ron.cycle)) - 1


@pytest.fixture
def january(tmp_path: Path) -> Iterator[Measured]:
    """The appraisals of January are open; the views are not followed yet."""
    with founded(str(tmp_path)) as company, closing(open_views(str(tmp_path), ROOMS)) as views:
        put_in_use(company)
        appraisal = open_month(company, 1)
        runner = Runner(Feed(company.store, company.ledger.mapper), views)
        yield Measured(company, runner, Measuring(company.ledger, views, runner), appraisal)
        runner.stop()


def test_every_appraisal_is_measured_once_when_its_period_is_over(january: Measured) -> None:
    company, runner, measuring, id = january
    company.at("2026-01-31 23:59")
    runner.start()
    assert runner.wait(company.store.head(), 30)
    assert measuring.tick() == 0
    company.at("2026-02-01 00:00")
    head = company.store.head()
    assert measuring.tick() == 1 + january.others()
    (actual,) = january.ron.actuals.values()
    assert (actual.indicator, actual.value, str(actual.denominator)) == ("completion", None, "0")
    assert (actual.position, actual.scope, actual.formula[:5]) == (head, "PERSON ron", "K-01:")
    captured = company.last("appraisal.indicator_actuals_captured").envelope
    assert (captured.actor, captured.act) == (SYSTEM, "appraisal.capture_indicators")
    assert measuring.tick() == 0

    (given,) = measured("99")
    company.do("appraisal.recapture_indicators", "hugo", id, reason="Confirmed late")
    company.do("appraisal.capture_indicators", "hugo", id, actuals=({**given, "overridden": "By hand"},))
    assert measuring.tick() == 0 and january.ron.actuals["completion"].value == 99


def test_who_hands_in_the_form_on_the_last_day_is_measured_all_the_same(january: Measured) -> None:
    company, runner, measuring, id = january
    company.at("2026-01-31 18:00")
    form = january.ron.form.id
    company.do("appraisal.submit_self_assessment", "ron", id, form, scores=scores(90), summary="Good")
    company.at("2026-02-01 09:00")
    assert measuring.tick() == 0  # nobody follows the log yet: it stays due
    runner.start()
    assert runner.wait(company.store.head(), 30)
    assert measuring.tick() == 1 + january.others()
    assert january.ron.unmeasured == {"completion"} and january.ron.to_measure == ()


def test_whoever_keeps_time_measures_too(january: Measured) -> None:
    company, runner, measuring, _ = january
    company.at("2026-02-01 09:00")
    runner.start()
    assert runner.wait(company.store.head(), 30)
    feed, before = Feed(company.store, company.ledger.mapper), company.store.head()
    scheduler = Scheduler(company.ledger, [measuring.tick])
    scheduler.start()
    try:
        assert feed.wait(before + january.others(), 30)
    finally:
        scheduler.stop()
    assert january.ron.to_measure == ()
