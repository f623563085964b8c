"""By which keys an appraisal is found while something is decided."""

from collections.abc import Iterator

from domain.appraisal.state import Appraisal
from domain.appraisal.terms import Status
from domain.shared.refusal import Reason

IN_CYCLE = "appraisal.cycle"
"""The cycle that it belongs to."""
OF_SUBJECT = "appraisal.subject"
"""Who is appraised, in cycles of a kind, as `kind/who`; unless it is void."""
OF_PERIOD = "appraisal.period"
"""Who is appraised for which period, as `kind/first day/who`; unless it is void."""
GRADED = "appraisal.graded"
"""The grade that was earned, as `cycle/scheme/grade`, or `cycle/scheme/` before there is one; unless it is void."""

TO_MEASURE = "appraisal.to_measure"
"""The last day of the period, while indicators bound to figures of the product wait for their actual values."""

APPRAISED_TWICE = Reason(
    "appraisal.appraised_twice",
    "There is an appraisal of the same subject for the same period already, {holder}.",
    "该对象在本考核期内已有考核{holder}，不能重复考核。",
)


def claims(appraisal: Appraisal) -> Iterator[tuple[str, str]]:
    """Its cycle, its subject, its period, its grade, and that it is to be measured."""
    yield IN_CYCLE, appraisal.cycle
    if appraisal.to_measure:
        yield TO_MEASURE, appraisal.ends.isoformat()
    if appraisal.status is not Status.VOIDED:
        yield OF_SUBJECT, f"{appraisal.kind}/{appraisal.who}"
        yield OF_PERIOD, f"{appraisal.kind}/{appraisal.starts}/{appraisal.who}"
        yield GRADED, f"{appraisal.cycle}/{appraisal.scheme}/{appraisal.grade or ''}"
