from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.plan.changes import PlanDiff, TaskCancellation, TaskChange
from domain.plan.figures import adjusted, completion, health, on_time
from domain.plan.standing import Figure
from domain.plan.task import Task
from domain.plan.terms import Health, TaskStatus
from domain.shared.ids import AdjustmentId, PersonId, TaskId, UnitId
from domain.shared.values import Period
from tests.plan.stories import application, completed, issued, new_task, reissued, task_ids

AT = datetime(2026, 1, 5, tzinfo=UTC)


def task(id: str = "t", **fields: Any) -> Task:
    terms: dict[str, Any] = {
        "goal": "G1",
        "title": id,
        "content": id,
        "unit": UnitId("sales"),
        "responsible": PersonId("rita"),
        "start": date(2026, 1, 1),
        "due": date(2026, 1, 10),
        "weight": Decimal(1),
        "since": AT,
        "issued_at": AT,
    }
    return Task(id=TaskId(id), **terms | fields)


DONE: dict[str, Any] = {"status": TaskStatus.COMPLETED, "completed_on": date(2026, 1, 10)}
LATE: dict[str, Any] = {"status": TaskStatus.COMPLETED, "completed_on": date(2026, 1, 11)}
WITHDRAWN: dict[str, Any] = {"status": TaskStatus.CANCELLED, "adjustments": (AdjustmentId("a"),)}


def told(figure: Figure) -> tuple[str, str, str]:
    """Numerator, denominator and percent, to the last digit."""
    return str(figure.numerator), str(figure.denominator), str(figure.percent)


def test_completion_is_the_weight_completed_in_the_weight_due() -> None:
    figure = completion([task("a", weight=Decimal(1), **DONE), task("b", weight=Decimal(2))])
    assert told(figure) == ("1", "3", "33.33")
    assert figure.tasks == ("a", "b")


def test_nothing_due_is_not_zero_percent() -> None:
    assert completion([]).percent is None
    assert completion([task(**WITHDRAWN)]).percent is None
    assert completion([task()]).percent == 0


def test_tasks_that_an_adjustment_withdrew_do_not_count() -> None:
    replaced = WITHDRAWN | {"status": TaskStatus.REPLACED}
    assert completion([task("a", **DONE), task("b", **WITHDRAWN), task("c", **replaced)]).percent == 100


@pytest.mark.parametrize("status", [TaskStatus.CANCELLED, TaskStatus.FAILED, TaskStatus.CARRIED_OVER])
def test_tasks_given_up_without_an_adjustment_count_as_not_completed(status: TaskStatus) -> None:
    assert completion([task("a", **DONE), task("b", status=status)]).percent == 50


def test_a_claim_is_not_a_completion() -> None:
    assert completion([task(status=TaskStatus.COMPLETION_CLAIMED, claimed_on=date(2026, 1, 9))]).percent == 0


def test_figures_are_cut_by_time_unit_and_person() -> None:
    tasks = [
        task("a", **DONE),
        task("b", due=date(2026, 2, 1)),
        task("c", unit=UnitId("shops"), responsible=PersonId("ron")),
    ]
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert completion(tasks, due=january).tasks == ("a", "c")
    assert completion(tasks, unit=UnitId("shops")).tasks == ("c",)
    assert completion(tasks, person=PersonId("rita")).tasks == ("a", "b")
    assert on_time(tasks, due=january, person=PersonId("rita")).percent == 100


def test_on_time_is_by_the_day_of_the_claim() -> None:
    figure = on_time([task("a", **DONE), task("b", **LATE), task("c"), task("d", weight=Decimal(2), **DONE)])
    assert told(figure) == ("3", "5", "60.00")


def test_the_adjustment_rate_counts_tasks_changed_or_ended_in_all_tasks_issued() -> None:
    it = issued(new_task("A"), new_task("B"), new_task("C"))
    first, second, third = task_ids(it)
    completed(it, third)
    changes = PlanDiff(
        add=(new_task("D"),),
        change=(TaskChange(task=first, weight=Decimal(2)),),
        cancel=(TaskCancellation(task=second, replaced_by=("D",)),),
    )
    reissued(it, application(first, changes))
    figure = adjusted(it.state.tasks.values())
    assert told(figure) == ("2", "4", "50.00")
    assert (it.state.completed_weight, it.state.counted_weight, it.state.completion) == (1, 4, 25)


@pytest.mark.parametrize(
    ("expected", "fields", "today"),
    [
        (Health.ON_TRACK, {}, date(2026, 1, 1)),
        (Health.ON_TRACK, {"percent": Decimal(30)}, date(2026, 1, 6)),
        (Health.AT_RISK, {"percent": Decimal(29)}, date(2026, 1, 6)),
        (Health.AT_RISK, {"forecast": date(2026, 1, 11), "percent": Decimal(90)}, date(2026, 1, 2)),
        (Health.ON_TRACK, {"forecast": date(2026, 1, 10), "percent": Decimal(90)}, date(2026, 1, 2)),
        (Health.AT_RISK, {"status": TaskStatus.BLOCKED, "percent": Decimal(90)}, date(2026, 1, 2)),
        (Health.AT_RISK, {"status": TaskStatus.CONTESTED}, date(2026, 1, 1)),
        (Health.ON_TRACK, {"percent": Decimal(80)}, date(2026, 1, 10)),
        (Health.OVERDUE, {"percent": Decimal(99)}, date(2026, 1, 11)),
        (Health.ON_TRACK, {"claimed_on": date(2026, 1, 10)}, date(2026, 1, 20)),
        (Health.OVERDUE, {"claimed_on": date(2026, 1, 11)}, date(2026, 1, 11)),
        (None, DONE, date(2026, 1, 20)),
        (None, {"status": TaskStatus.FAILED}, date(2026, 1, 20)),
    ],
)
def test_the_health_of_a_task_follows_from_due_date_forecast_and_progress(
    expected: Health | None, fields: Any, today: date
) -> None:
    assert health(task(**fields), today) is expected


weights = st.decimals(min_value="0.01", max_value=1000, places=2)
states = st.sampled_from([{}, DONE, LATE, WITHDRAWN, {"status": TaskStatus.FAILED}])
some_tasks = st.lists(st.builds(lambda weight, fields: task(weight=weight, **fields), weights, states), max_size=6)


@given(some_tasks)
def test_on_time_never_exceeds_completion_nor_completion_what_was_due(tasks: list[Task]) -> None:
    done, punctual = completion(tasks), on_time(tasks)
    assert punctual.denominator == done.denominator
    assert 0 <= punctual.numerator <= done.numerator <= done.denominator
    assert (done.percent is None) == (done.denominator == 0)


@given(some_tasks, weights)
def test_weights_are_relative(tasks: list[Task], factor: Decimal) -> None:
    scaled = [replace(each, weight=each.weight * factor) for each in tasks]
    assert completion(scaled).percent == completion(tasks).percent
