"""An appraisal brought to each of its states, by those who may."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from domain.appraisal import ROOM
from domain.appraisal.scheme.content import SchemeContent
from domain.appraisal.terms import Answer
from domain.shared.ids import FormId
from tests.appraisal.company import CONTENT, INDICATORS, facts
from tests.scenario import MONDAY, Scenario

KEYS = tuple(each.key for each in INDICATORS)
ENDED = datetime(2026, 2, 2, 1, tzinfo=UTC)
"""Monday morning after the period."""
DELIVERED = datetime(2026, 2, 9, 1, tzinfo=UTC)
"""A Monday."""
INTERVIEWED = datetime(2026, 2, 11, 1, tzinfo=UTC)
OVER = datetime(2026, 2, 17, 1, tzinfo=UTC)
"""Six working days after the delivery."""
IMPROVEMENT: dict[str, Any] = {"what": "Answer faster", "due": date(2026, 3, 31), "support": "Training"}


def scores(*points: int | str | None) -> tuple[dict[str, Any], ...]:
    """Points for the indicators in their order; the last is repeated."""
    given = (*points, *(points[-1:] * (len(KEYS) - len(points))))
    return tuple(
        {"indicator": key, "score": None if each is None else Decimal(each), "comment": "So"}
        for key, each in zip(KEYS, given, strict=True)
    )


def measured(value: str = "97") -> tuple[dict[str, Any], ...]:
    """The actual value of the indicator that the product measures."""
    return (
        {
            "indicator": "completion",
            "value": Decimal(value),
            "numerator": Decimal(value),
            "denominator": Decimal(100),
            "inputs": ("task-1", "task-2"),
            "position": 17,
        },
    )


def opened(content: SchemeContent = CONTENT, **subject: Any) -> Scenario:
    """The appraisal of Ron, or of whom the test says, in January."""
    it = Scenario(ROOM, facts(content), now=MONDAY)
    it.do("open", "hugo", **({"cycle": "january", "scheme": "staff", "person": "ron"} | subject))
    return it


def form(it: Scenario) -> FormId:
    """The id of its form."""
    found: FormId = it.state.form.id
    return found


def captured(content: SchemeContent = CONTENT, value: str = "97") -> Scenario:
    """After the period, with the actual value."""
    it = opened(content).at(ENDED)
    it.do("capture_indicators", "system", actuals=measured(value))
    return it


def self_assessed(content: SchemeContent = CONTENT, points: int | str = 90) -> Scenario:
    it = captured(content)
    it.do("submit_self_assessment", "ron", part=form(it), scores=scores(points), summary="Good")
    return it


def evaluated(content: SchemeContent = CONTENT, points: int | str = 80, own: int | str = 90) -> Scenario:
    it = self_assessed(content, own)
    it.do("submit_superior_evaluation", "sue", scores=scores(points), summary="Fine")
    return it


def scored(content: SchemeContent = CONTENT, points: int | str = 80, own: int | str = 90) -> Scenario:
    it = evaluated(content, points, own)
    it.do("fix_composite", "hugo")
    return it


def delivered(content: SchemeContent = CONTENT, points: int | str = 80, own: int | str = 90) -> Scenario:
    it = scored(content, points, own).at(DELIVERED)
    it.do("deliver", "hugo")
    return it


def appealed() -> Scenario:
    it = delivered()
    it.do("acknowledge", "ron", answer=Answer.DISAGREE, comment="Too little")
    it.do("lodge_appeal", "ron", reason="The figures are wrong")
    return it


def interviewed(content: SchemeContent = CONTENT, points: int | str = 80, own: int | str = 90) -> Scenario:
    it = delivered(content, points, own).at(INTERVIEWED)
    it.do("hold_interview", "hugo", **interview())
    return it


def finalised(content: SchemeContent = CONTENT, points: int | str = 80, own: int | str = 90) -> Scenario:
    it = interviewed(content, points, own).at(OVER)
    it.do("finalise", "hugo")
    return it


def interview(**other: Any) -> dict[str, Any]:
    """What is recorded of an interview."""
    return {
        "on": date(2026, 2, 11),
        "participants": ("ron", "sue"),
        "performance": "Good",
        "suggestions": "Be faster",
        "employee_view": "Agreed",
        "improvements": (IMPROVEMENT,),
    } | other
