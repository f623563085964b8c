"""What the API answers is what the recorded events say, whatever is asked and whoever asks.

Some hundred operations are tried on each database, or as many as OPSLEDGER_TEST_OPERATIONS says.
"""

import json
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.compiled.company import Company
from tests.compiled.comparing import difference
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
