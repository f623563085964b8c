"""Comments on plans and links to other records, in whatever state they are (COMM-02)."""

from collections.abc import Callable

import pytest

from domain.plan.remarks import Link
from tests.plan.stories import draft_quarterly, issued
from tests.scenario import Scenario


def cancelled() -> Scenario:
    it = issued()
    it.do("cancel", "dora", reason="No shop")
    return it


@pytest.mark.parametrize("made", [draft_quarterly, issued, cancelled])
def test_anybody_comments_on_and_links_a_plan_in_any_state(made: Callable[[], Scenario]) -> None:
    it = made()
    status, contributors = it.state.status, it.state.contributors
    it.do("comment", "rita", text="Shops are dear")
    it.do("link", "ron", record="contract-1", note="The rent")
    (comment,) = it.state.comments
    assert (comment.text, comment.by, comment.at) == ("Shops are dear", "rita", it.now)
    assert it.state.links == (Link(record="contract-1", note="The rent"),)
    assert (it.state.status, it.state.contributors) == (status, contributors)
