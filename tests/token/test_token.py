"""API tokens: issued to people by hash, found by it, revoked, expired (API-07)."""

from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
import pytest

import domain.rooms  # noqa: F401 - scopes may name every room
from domain.authority.warrant import FORBIDDEN
from domain.organisation.rules import PERSON_UNKNOWN
from domain.shared.ids import ADMINISTRATOR
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.token import ROOM
from domain.token.acts import EXPIRED, SCOPE_UNKNOWN
from domain.token.state import TokenStatus
from tests.organisation.company import staffed
from tests.scenario import MONDAY, Scenario

HASH = sha256(b"secret").hexdigest()
TOKEN: dict[str, Any] = {"person": "sue", "label": "Laptop", "hash": HASH, "expires_on": "2026-01-31"}


def blank() -> Scenario:
    return Scenario(ROOM, staffed().world)


def issued(**rest: Any) -> Scenario:
    token = blank()
    token.do("issue", ADMINISTRATOR, **{**TOKEN, **rest})
    return token


def test_a_token_is_found_by_the_hash_which_is_unique() -> None:
    token = issued(scopes=["plan", "issue"])
    assert list(ROOM.claims(token.state)) == [("token.hash", HASH)]
    assert "token.hash" in ROOM.unique
    assert token.state.scopes == ("plan", "issue")


def test_a_token_is_good_until_the_end_of_its_last_day_in_shanghai() -> None:
    token = issued().state
    assert token.valid(MONDAY)
    assert token.valid(datetime.fromisoformat("2026-01-31T23:59:59+08:00"))
    assert not token.valid(datetime.fromisoformat("2026-02-01T00:00:00+08:00"))


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        (PERSON_UNKNOWN, {"person": "nobody"}),
        (EXPIRED, {"expires_on": "2026-01-04"}),
        (SCOPE_UNKNOWN, {"scopes": ["plan", "moon"]}),
    ],
)
def test_a_token_is_sound(reason: Reason, wrong: Any) -> None:
    blank().refused(reason, "issue", ADMINISTRATOR, **{**TOKEN, **wrong})


@pytest.mark.parametrize("hash", ["", "secret", HASH.upper(), HASH + "0"])
def test_only_a_hash_is_taken_never_a_secret(hash: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        blank().do("issue", ADMINISTRATOR, **{**TOKEN, "hash": hash})


def test_administrators_issue_tokens_and_nobody_else() -> None:
    for person in ("chen", "hana", "sue"):
        blank().refused(FORBIDDEN, "issue", person, **TOKEN)


@pytest.mark.parametrize("person", ["sue", ADMINISTRATOR])
def test_administrators_and_its_person_revoke_a_token_at_once_and_once(person: str) -> None:
    token = issued()
    token.refused(FORBIDDEN, "revoke", "sam", reason="Lost")
    token.do("revoke", person, reason="Lost")
    assert token.state.status is TokenStatus.REVOKED
    assert not token.state.valid(MONDAY)
    token.refused(NOT_NOW, "revoke", person, reason="Lost")
    token.refused(NOT_NOW, "issue", ADMINISTRATOR, **TOKEN)
    assert Scenario(ROOM).given(*token.events).state == token.state


def test_tokens_are_seen_by_administrators_auditors_and_their_person() -> None:
    assert ROOM.readers == (Role.ADM, Role.AUD, "person")
