"""Consumers: defined by integrators and administrators, paused, reset, signed for with secrets that are shown once."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import ValidationError, structs

import domain.rooms  # noqa: F401 - filters may name the events of every room
from domain.authority.warrant import FORBIDDEN, INTEGRATOR
from domain.consumer import ROOM
from domain.consumer.acts import NOT_A_WEBHOOK, SECRET_SHOWN
from domain.consumer.claims import NAME, SENDING
from domain.consumer.events import ConsumerSecretRotated
from domain.consumer.soundness import (
    DOCUMENT_TOO_LONG,
    NOT_YOUR_TOKEN,
    START_UNCLEAR,
    TOKEN_NOT_VALID,
    TYPE_UNKNOWN,
    URL_MISSING,
    URL_NOT_USABLE,
    URL_NOT_WANTED,
)
from domain.consumer.terms import ConsumerStatus
from domain.organisation.state import ORGANISATION, Organisation
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId, TokenId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.refusal import Reason, Refused
from domain.token import ROOM as TOKENS
from domain.token.state import Token
from tests.authority.people import people
from tests.scenario import MONDAY, Facts, Scenario

IVY = PersonId("ivy")
PULL: dict[str, Any] = {"name": "crm", "types": ["plan.*", "issue.registered"]}
HOOK: dict[str, Any] = {"name": "crm", "channel": "WEBHOOK", "url": "https://erp.example/hook"}
A_REASON: Any = {"reason": "Moving house"}
INPUTS: dict[str, dict[str, Any]] = {
    "create": HOOK,
    "pause": A_REASON,
    "suspend": {"why": "GONE"},
    "reset": {"origin": "BEGINNING", **A_REASON},
    "redirect": {"url": "https://erp.example/other"},
    "show_secret": {"to": "ivy"},
    "delete": A_REASON,
}
BY_SYSTEM = {"suspend", "show_secret"}


def blank() -> Scenario:
    """Nobody has defined the consumer; ivy is an integrator with a token of hers."""
    world = company()
    ivys, ends = TokenId("ivys"), date(2026, 1, 31)
    world.records[Token, ivys] = Token(id=ivys, person=IVY, label="ERP", hash="0", scopes=("plan",), expires_on=ends)
    return Scenario(ROOM, world)


@cache
def staff() -> Organisation:
    return people()


def company() -> Facts:
    return Facts({(Organisation, ORGANISATION): staff()})


def a_consumer(status: ConsumerStatus = ConsumerStatus.ACTIVE, given: dict[str, Any] = HOOK) -> Scenario:
    consumer = blank()
    consumer.do("create", "ivy", **given)
    if status in (ConsumerStatus.ACTIVE, ConsumerStatus.PAUSED):
        consumer.do("activate", "ivy")
    if status is ConsumerStatus.PAUSED:
        consumer.do("pause", "ivy", **A_REASON)
    if status is ConsumerStatus.DELETED:
        consumer.do("delete", "ivy", **A_REASON)
    return consumer


def test_a_consumer_is_found_by_its_owner_and_name_until_it_is_deleted() -> None:
    consumer = a_consumer()
    assert list(ROOM.claims(consumer.state)) == [(NAME, "ivy/crm"), (SENDING, "all")]
    consumer.do("pause", "ivy", **A_REASON)
    assert list(ROOM.claims(consumer.state)) == [(NAME, "ivy/crm")]
    consumer.do("delete", "ivy", **A_REASON)
    assert list(ROOM.claims(consumer.state)) == []
    assert NAME in ROOM.unique


def test_filters_let_types_and_records_pass_by_name_or_beginning() -> None:
    filters = {"types": ["opsledger.plan.*", "issue.registered"], "subjects": ["Plan:p"]}
    consumer = a_consumer(given={**PULL, **filters}).state
    assert consumer.wants("plan.submitted", "p") and consumer.wants("issue.registered", "p")
    assert not consumer.wants("issue.closed", "p") and not consumer.wants("plan.submitted", "q")
    assert a_consumer(given={"name": "all"}).state.wants("goal.set", "anything")


def test_integrators_and_administrators_define_consumers_and_nobody_else() -> None:
    for person in ("pia", "chen", "hana"):
        blank().refused(FORBIDDEN, "create", person, **PULL)
    assert blank().do("create", ADMINISTRATOR, **PULL)


def test_integrators_act_on_their_own_consumers_only() -> None:
    consumer = a_consumer()
    other = replace(consumer, state=structs.replace(consumer.state, owner=PersonId("erp")))
    other.refused(FORBIDDEN, "pause", "ivy", **A_REASON)
    assert other.do("pause", ADMINISTRATOR, **A_REASON)


def test_an_administrator_defines_a_consumer_for_the_person_of_a_token() -> None:
    consumer = blank()
    consumer.do("create", ADMINISTRATOR, **HOOK, credential="ivys")
    assert (consumer.state.owner, consumer.state.credential) == ("ivy", "ivys")
    blank().refused(TOKEN_NOT_VALID, "create", ADMINISTRATOR, **HOOK, credential="nobodys")
    blank().at(MONDAY + timedelta(days=60)).refused(TOKEN_NOT_VALID, "create", ADMINISTRATOR, **HOOK, credential="ivys")


def test_nobody_borrows_the_rights_of_another_token() -> None:
    blank().refused(NOT_YOUR_TOKEN, "create", "ivy", **HOOK, credential="ivys")


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        (TYPE_UNKNOWN, {"types": ["plan.exploded"]}),
        (TYPE_UNKNOWN, {"types": ["plan.submitted", "moon.*"]}),
        (START_UNCLEAR, {"origin": "POSITION"}),
        (START_UNCLEAR, {"origin": "NOW", "position": 7}),
        (START_UNCLEAR, {"origin": "POSITION", "position": -1}),
        (START_UNCLEAR, {"origin": "MOMENT", "position": 7}),
        (URL_MISSING, {"url": ""}),
        (URL_NOT_WANTED, {"channel": "PULL"}),
        (URL_NOT_USABLE, {"url": "http://erp.example/hook"}),
        (URL_NOT_USABLE, {"url": "https://user:secret@erp.example/"}),
        (URL_NOT_USABLE, {"url": "https://erp.example/#top"}),
        (URL_NOT_USABLE, {"url": "https://erp.example:port/"}),
        (URL_NOT_USABLE, {"url": "file:///etc/passwd"}),
        (URL_NOT_USABLE, {"url": "https:///nowhere"}),
        (DOCUMENT_TOO_LONG, {"document": "x" * 20_001}),
    ],
)
def test_a_consumer_is_sound(reason: Reason, wrong: Any) -> None:
    blank().refused(reason, "create", "ivy", **{**HOOK, **wrong})


def test_plain_http_goes_to_this_machine_only() -> None:
    for url in ("http://127.0.0.1:8080/hook", "http://localhost/hook", "http://[::1]/hook"):
        assert blank().do("create", "ivy", **{**HOOK, "url": url})


@pytest.mark.parametrize("name", ["", "CRM", "c r m", "crm/../x", "-crm", "c" * 64])
def test_a_name_fits_into_an_address(name: str) -> None:
    with pytest.raises(ValidationError):
        blank().do("create", "ivy", **{**PULL, "name": name})


def test_a_pause_says_why_and_ends_with_the_rights_of_whoever_resumes() -> None:
    consumer = a_consumer(ConsumerStatus.PAUSED)
    assert consumer.state.pause == "Moving house"
    consumer.do("resume", "ivy")
    assert (consumer.state.status, consumer.state.pause) == (ConsumerStatus.ACTIVE, "")
    consumer.do("suspend", SYSTEM, why="CREDENTIAL")
    assert (consumer.state.status, consumer.state.suspension) == (ConsumerStatus.PAUSED, "CREDENTIAL")
    consumer.do("resume", ADMINISTRATOR)
    assert consumer.state.suspension is None


def test_a_reset_is_a_new_beginning() -> None:
    consumer = a_consumer()
    consumer.do("reset", "ivy", origin="POSITION", position=12, **A_REASON)
    assert (consumer.state.beginnings, consumer.state.start.position) == (2, 12)
    consumer.refused(START_UNCLEAR, "reset", "ivy", origin="MOMENT", **A_REASON)


def test_a_secret_is_shown_once_and_again_after_each_rotation() -> None:
    consumer = a_consumer()
    consumer.do("show_secret", SYSTEM, to="ivy")
    consumer.refused(SECRET_SHOWN, "show_secret", SYSTEM, to="ivy")
    (rotated,) = consumer.do("rotate_secret", "ivy", overlap_hours=2)
    assert rotated == ConsumerSecretRotated(generation=2, overlap_until=MONDAY + timedelta(hours=2))
    assert (consumer.state.secret, consumer.state.secret_shown) == (2, 1)
    assert consumer.do("show_secret", SYSTEM, to="ivy")


@pytest.mark.parametrize(("verb", "by"), [("redirect", "ivy"), ("rotate_secret", "ivy"), ("show_secret", SYSTEM)])
def test_a_consumer_that_pulls_has_neither_address_nor_secret(verb: str, by: str) -> None:
    a_consumer(given=PULL).refused(NOT_A_WEBHOOK, verb, by, **INPUTS.get(verb, {}))


def test_webhooks_are_redirected_to_sound_addresses() -> None:
    consumer = a_consumer()
    consumer.do("redirect", "ivy", url="https://erp.example/other")
    assert consumer.state.url == "https://erp.example/other"
    consumer.refused(URL_NOT_USABLE, "redirect", "ivy", url="http://erp.example/other")


def test_integrators_still_act_nowhere_else() -> None:
    token = Scenario(TOKENS, company())
    token.refused(INTEGRATOR, "issue", "ivy", person="ivy", label="x", hash="0" * 64, expires_on="2026-02-01")


@pytest.mark.parametrize("verb", ROOM.acts)
@pytest.mark.parametrize("status", ConsumerStatus)
def test_the_table_says_which_act_is_possible_when(status: ConsumerStatus, verb: str) -> None:
    consumer, act = a_consumer(status), ROOM.acts[verb]
    possible = not act.creates and any(ROOM.lifecycle.permits(event, status) for event in act.events)
    by = SYSTEM if verb in BY_SYSTEM else "ivy"
    if possible:
        assert consumer.do(verb, by, **INPUTS.get(verb, {}))
    else:
        consumer.refused(NOT_NOW, verb, by, **INPUTS.get(verb, {}))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(sorted(ROOM.acts)), max_size=12))
def test_replay_leaves_what_the_acts_left(verbs: list[str]) -> None:
    consumer = a_consumer(ConsumerStatus.CREATED)
    for verb in verbs:
        try:
            consumer.do(verb, SYSTEM if verb in BY_SYSTEM else "ivy", **INPUTS.get(verb, {}))
        except Refused:
            continue
    assert Scenario(ROOM).given(*consumer.events, by="ivy").state == consumer.state
    assert consumer.state.secret_shown <= consumer.state.secret
