"""What the API answers is what the recorded events say, whatever is asked and whoever asks.

Some hundred operations are tried on each database, or as many as OPSLEDGER_TEST_OPERATIONS says.
"""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from graphql import get_named_type, is_leaf_type
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.compiled.company import Company
from tests.compiled.comparing import difference
from tests.compiled.kinds import camel
from tests.compiled.operations import operations

OPERATIONS = int(os.environ.get("OPSLEDGER_TEST_OPERATIONS", "200"))


# Threads of the product draw from the one random source that Hypothesis watches.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module")
# What graphql-core has begun beside a field that is refused, it leaves; that is told when it is collected.
@pytest.mark.filterwarnings("ignore:coroutine 'Executor:RuntimeWarning")
@pytest.mark.filterwarnings("ignore:coroutine 'RequestContext:RuntimeWarning")
@settings(max_examples=OPERATIONS, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_answer_is_the_one_that_the_events_give(asked: Company, data: st.DataObject) -> None:
    caller = data.draw(st.sampled_from(asked.callers))
    operation = asked.settled(data.draw(operations(asked.interpreter.schema, asked.pools)))
    text, name, variables, _ = operation
    told, reading = asked.answer(caller, text, variables, name), asked.reading(caller)
    meant = asked.interpreter.answer(reading, text, variables, name)
    found = difference(told, meant, asked.interpreter.refusable(reading, text, variables, name), asked.cursors)
    assert found is None, "\n".join([str(found), text, json.dumps(variables, ensure_ascii=False), str(caller)])


def test_what_depends_on_the_day_is_told_for_the_end_of_the_longest_quiet_times(asked: Company) -> None:
    recorded = sorted(row.value("recorded_at") for row in asked.history.at(asked.history.head)["Event"].values())
    quiet = sorted(pairwise(recorded), key=lambda pair: pair[1] - pair[0])[-3:]
    assert all(after - before > timedelta(days=1, hours=1) for before, after in quiet)
    inside = " ".join(of_the_day(asked))
    assert inside
    for _, after in quiet:
        text = f'{{ asOf(at: "{(after - timedelta(hours=1)).isoformat()}") {{ {inside} }} }}'
        told, reading = asked.answer(asked.auditor, text, {}), asked.reading(asked.auditor)
        assert difference(told, asked.interpreter.answer(reading, text, {}), {}, asked.cursors) is None


def of_the_day(asked: Company) -> Iterator[str]:
    """A list of each kind of row, with the values that depend on the day."""
    for kind in asked.kinds.by_name.values():
        fields, owner = asked.kinds.type(kind.name).fields, kind.part or kind.room
        daily = [camel(each.__name__) for each in owner.daily] if owner else []
        if leaves := [each for each in daily if is_leaf_type(get_named_type(fields[each].type))]:
            yield f"{asked.list_of(kind.name)}(first: 100) {{ nodes {{ key {' '.join(leaves)} }} }}"
