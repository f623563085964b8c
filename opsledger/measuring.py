"""The actual values of appraisals' indicators: computed from the views, and recorded by an act of the system (APPR-05).

A rule never asks a view. So a figure is computed here, as of one position, and handed to the act as its input; the
event keeps the position and what went in, by which anybody can compute it again.
"""

import logging
from collections.abc import Iterator

from application.deciding import by_system
from application.ledger import Ledger
from application.store import Claim, Unavailable
from domain.appraisal.claims import TO_MEASURE
from domain.appraisal.scheme.content import Indicator
from domain.appraisal.scheme.terms import SubjectKind
from domain.appraisal.state import Appraisal
from domain.appraisal.values import Actual
from domain.shared.refusal import Refused
from domain.shared.values import A_DAY, Period, civil
from projections.kpi import ALL
from projections.kpi.declaring import FigureDimension, Measure
from projections.kpi.reckoning import Reckoning, Scope
from projections.kpi.units import with_those_below
from projections.runner import Runner
from projections.views import Reader, Views
from projections.visibility import SYSTEM

AT_ONCE = 100
INPUTS = 100
"""Ids of records that an event keeps of what went into a figure; the position says the rest."""
PATIENCE = 5.0
"""Seconds to wait for the views to show everything that is recorded; else it is tried again later."""
logger = logging.getLogger(__name__)


class Measuring:
    """Captures the actual values of every appraisal whose period is over."""

    def __init__(self, ledger: Ledger, views: Views, runner: Runner) -> None:
        self._ledger = ledger
        self._views = views
        self._runner = runner

    def tick(self) -> int:
        """Capture what is due; of how many appraisals. One that fails stays due and keeps no other waiting."""
        yesterday = civil(self._ledger.clock()) - A_DAY
        due = self._ledger.store.due(TO_MEASURE, yesterday.isoformat(), AT_ONCE)
        shown = due and self._runner.status().ready and self._runner.wait(self._ledger.store.head(), PATIENCE)
        if not shown:
            return 0
        reader = self._views.as_seen_by(SYSTEM, self._views.position())
        return sum(self._captured(claim, reader) for claim in due)

    def _captured(self, claim: Claim, reader: Reader) -> bool:
        try:
            appraisal = self._ledger.world().get(Appraisal, claim.stream)
            if appraisal is None or not appraisal.to_measure:
                return False
            actuals = tuple(actual(appraisal, each, reader) for each in appraisal.to_measure)
            self._ledger.do(by_system("appraisal.capture_indicators", appraisal.id, actuals=actuals))
        except Unavailable:
            raise
        except Refused as no:
            logger.warning("the indicators of %s were not captured: %s", claim.stream, no)
            return False
        except Exception:
            logger.exception("the indicators of %s were not captured", claim.stream)
            return False
        return True


def actual(appraisal: Appraisal, indicator: Indicator, reader: Reader) -> Actual:
    """The actual value of an indicator bound to a figure; without a value where that cannot be told."""
    assert reader.at is not None
    kpi = ALL.get(indicator.kpi or "")
    if kpi is None or not kpi.measures:
        why = f"waits for {kpi.waits_for}" if kpi else "is not known"
        return Actual(indicator=indicator.key, position=reader.at, formula=f"{indicator.kpi} {why}")
    measure = kpi.measures[0]
    scope = scope_of(appraisal, measure, reader)
    reckoning = Reckoning(measure, reader, Period(appraisal.starts, appraisal.ends), scope)
    figure = reckoning.figure()
    return Actual(
        indicator=indicator.key,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        inputs=tuple(inputs(reckoning)),
        position=reader.at,
        formula=f"{kpi.id}: {measure.formula}",
        scope=", ".join(f"{dimension} {' '.join(keys)}" for dimension, keys in scope.keys.items()),
        records=figure.rows,
        left_out=sum(each.rows for each in figure.left_out),
    )


def inputs(reckoning: Reckoning) -> Iterator[str]:
    """Ids of the first records that count."""
    return (each.id for each in reckoning.entries(INPUTS) if each.left_out is None)


def scope_of(appraisal: Appraisal, measure: Measure, reader: Reader) -> Scope:
    """Whose figure measures the subject: a person's own, a unit's with those below; else the whole company's."""
    if appraisal.subjects is SubjectKind.PERSON and FigureDimension.PERSON in measure.by:
        return Scope({FigureDimension.PERSON: (appraisal.subject,)})
    if appraisal.unit is not None and FigureDimension.UNIT in measure.by:
        return Scope({FigureDimension.UNIT: with_those_below(reader, appraisal.unit)})
    return Scope()
