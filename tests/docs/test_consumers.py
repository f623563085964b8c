"""The receiver that the page on consumers shows takes what is sent, once, and nothing else."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError

from application.delivery.webhooks.post import Message

PAGE = Path(__file__).parents[2] / "docs" / "consumers.md"
SECRET = "whsec_c2VjcmV0"


def test_the_receiver_that_is_shown_verifies_and_takes_each_event_once() -> None:
    shown: dict[str, Any] = {}
    exec(PAGE.read_text("utf-8").split("```python\n")[1].split("```")[0], shown)
    body = '{"type": "opsledger.plan.submitted", "data": {"title": "计划"}}'.encode()
    headers, seen = Message("an id", body, [SECRET]).headers(datetime.now(UTC)), set[str]()
    assert shown["received"](SECRET, headers, body, seen)["type"] == "opsledger.plan.submitted"
    assert shown["received"](SECRET, headers, body, seen) is None
    with pytest.raises(WebhookVerificationError):
        shown["received"](SECRET, headers, body + b" ", seen)
