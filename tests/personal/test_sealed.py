"""What is personal is nowhere to be read in stored bytes, and reads as it was written."""

import random
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from types import NoneType, SimpleNamespace, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from msgspec import Struct
from msgspec.structs import replace

from application.mapper import Mapper, UnknownEvent
from application.marks import Taking, taker
from application.store import Entry, Stored, Unit, open_keys
from domain.authority.warrant import FORBIDDEN
from domain.issue.events import IssueCommented
from domain.rooms import ROOMS
from domain.shared.ids import SYSTEM, PersonId
from domain.shared.personal import SEALED
from domain.shared.recorded import Envelope
from domain.shared.room import Room
from domain.shared.term import Role, Term
from tests.personal.place import Place, played, said

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
EVENTS = [(room, event) for room in ROOMS for event in get_args(room.events) or (room.events,)]
WORDS = count(1)
PATTERNED = {"^[0-9a-f]{64}$": "f" * 64, r"^K-\d\d$": "K-01"}
PLAIN: Mapping[Any, Any] = {int: 3, bool: True, Decimal: Decimal("3.5"), date: NOW.date(), datetime: NOW}


@pytest.fixture(scope="module")
def mapper(tmp_path_factory: pytest.TempPathFactory) -> Mapper:
    return Mapper(ROOMS, open_keys(str(tmp_path_factory.mktemp("keys"))))


def some(type_: Any, chance: random.Random) -> Any:
    """A value of the type; every text in it is another one."""
    if isinstance(type_, NewType):
        return some(type_.__supertype__, chance)
    if type_ is str:
        return f"words-{next(WORDS):05}"
    if type_ in PLAIN:
        return PLAIN[type_]
    if isinstance(type_, type) and issubclass(type_, Term):
        return chance.choice(list(type_))
    if isinstance(type_, type) and issubclass(type_, Struct):
        hints = get_type_hints(type_, include_extras=True)
        return type_(**{name: some(hint, chance) for name, hint in hints.items()})
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Annotated:
        patterns = [getattr(mark, "pattern", None) for mark in arguments[1:]]
        return next((PATTERNED[each] for each in patterns if each in PATTERNED), None) or some(arguments[0], chance)
    if origin in (Union, UnionType):
        return some(chance.choice([each for each in arguments if each is not NoneType]), chance)
    if origin in (tuple, frozenset):
        return origin(some(arguments[0], chance) for _ in range(chance.randint(1, 3)))
    assert issubclass(origin, Mapping), type_
    return {some(arguments[0], chance): some(arguments[1], chance) for _ in range(2)}


def enveloped(event: Any, **more: Any) -> Envelope:
    return Envelope(
        id="event-1", occurred_at=NOW, recorded_at=NOW, actor=PersonId("pia"), role=Role.EMP, act="a.b",
        command="command-1", correlation="command-1", matrix=1, event=event, **more,
    )  # fmt: skip


def about(room: Room) -> Any:
    """A record of the room that is about somebody, where its records are."""
    return SimpleNamespace(**{room.about: "ron"} if room.about else {})


def personal(room: Room, event: Any) -> set[str]:
    taking = Taking(event, "pia", "ron" if room.about else None)
    kind: Any = type(event)
    if take := taker(kind):
        take(event, "", taking)
    return {text for _, texts in taking.texts.values() for text in texts}


def texts(value: Any) -> Iterator[str]:
    """Every text that was made up inside."""
    told = msgspec.json.encode(value).decode()
    yield from (told[at : at + 11] for at in range(len(told)) if told.startswith("words-", at))


@pytest.mark.parametrize(("room", "event"), EVENTS, ids=lambda each: getattr(each, "__name__", ""))
def test_of_every_event_the_personal_texts_are_sealed_and_nothing_else(room: Room, event: Any, mapper: Mapper) -> None:
    for seed in range(3):
        happened = enveloped(some(event, random.Random(seed)))
        type_, data = mapper.encode(happened, about(room))
        hidden = personal(room, happened.event)
        assert not [text for text in hidden if text.encode() in data]
        assert not [text for text in set(texts(happened.event)) - hidden if text.encode() not in data]
        assert mapper.decode(Stored(1, "it", 1, type_, data)).envelope.event == happened.event


def test_what_belongs_to_whom(mapper: Mapper) -> None:
    marked = {event.__struct_config__.tag: personal(room, some(event, random.Random(0))) for room, event in EVENTS}
    assert len(marked["organisation.person.hired"]) == 1
    assert marked["issue.commented"] and marked["peer_evaluation.recorded"]
    assert not marked["plan.drafted"] and not marked["issue.reported"]


def test_words_said_through_the_system_belong_to_whoever_made_it_act(mapper: Mapper) -> None:
    by_system = replace(enveloped(IssueCommented(text="Words")), actor=SYSTEM, on_behalf_of=PersonId("pia"))
    _, data = mapper.encode(by_system, None)
    assert b"Words" not in data and b'"key":"pia.' in data
    _, data = mapper.encode(replace(by_system, on_behalf_of=None), None)
    assert b"Words" in data


def test_the_reason_for_recording_late_is_personal(mapper: Mapper) -> None:
    type_, data = mapper.encode(enveloped(IssueCommented(text=""), backdated="I was ill"), None)
    assert b"I was ill" not in data
    assert mapper.decode(Stored(1, "it", 1, type_, data)).envelope.backdated == "I was ill"
    readable = mapper.readable(Stored(1, "it", 1, type_, data))
    assert b"I was ill" in readable.data and b"private" not in readable.data


def test_events_from_before_are_read_as_they_are(mapper: Mapper) -> None:
    old = msgspec.json.encode(enveloped(IssueCommented(text="In the clear")))
    stored = Stored(1, "it", 1, "issue.commented", old)
    assert mapper.decode(stored).envelope.event.text == "In the clear"
    assert mapper.readable(stored) is stored


def test_a_sealed_text_cannot_be_put_elsewhere(mapper: Mapper) -> None:
    type_, one = mapper.encode(enveloped(IssueCommented(text="One")), None)
    _, other = mapper.encode(replace(enveloped(IssueCommented(text="Other")), id="event-2"), None)
    moved = msgspec.json.decode(one) | {"private": msgspec.json.decode(other)["private"]}
    with pytest.raises(UnknownEvent, match="does not open"):
        mapper.decode(Stored(1, "it", 1, type_, msgspec.json.encode(moved)))
    there = msgspec.json.decode(one)
    there["private"][0]["at"] = ["/backdated"]
    with pytest.raises(UnknownEvent, match="does not open"):
        mapper.decode(Stored(1, "it", 1, type_, msgspec.json.encode(there)))


def test_the_same_words_are_sealed_otherwise_each_time(mapper: Mapper) -> None:
    sealed = {mapper.encode(enveloped(IssueCommented(text="Yes")), None)[1] for _ in range(20)}
    assert len(sealed) == 20 and all(SEALED.encode() in each for each in sealed)


def test_a_log_without_its_keys_is_not_read(place: Place, tmp_path: Path) -> None:
    store = place.process().store
    type_, data = Mapper(ROOMS, open_keys(str(tmp_path / "elsewhere"))).encode(
        enveloped(IssueCommented(text="Words")), None
    )
    store.append(Unit((Entry("issue-1", 1, type_, data),)))
    with pytest.raises(UnknownEvent, match="there is no key pia"):
        Mapper(ROOMS, store.keys).decode(store.log(0, 1)[0])


def test_no_personal_text_is_in_any_byte_of_the_database(place: Place) -> None:
    company = place.process()
    played(company)
    quirrell = {"name": "Quirinus Quirrell", "person": "q", "unit": "shops", "position": Role.EMP, "superior": "sue"}
    company.do("organisation.hire_person", "administrator", **quirrell)
    no = company.refused(FORBIDDEN, "organisation.set_leave", "q", "organisation", part="ron")
    assert "Quirinus Quirrell" in no.message
    for _ in range(50):
        company.do("organisation.set_leave", "hugo", part="ron")
        company.do("organisation.end_leave", "hugo", part="ron")
    assert company.store.snapshot("organisation") is not None
    texts_, bytes_ = said(company.log()), place.stored()
    assert "He was late on Friday" in texts_ and len(texts_) == 5
    assert [text for text in texts_ if text.encode() in bytes_] == []


def test_the_page_says_how_to_open_it_without_us(place: Place) -> None:
    page = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    told: dict[str, Any] = {}
    exec(code, told)
    store = place.process().store
    event = enveloped(IssueCommented(text='说 "好"\n'), backdated="I was ill")
    stored = msgspec.json.decode(Mapper(ROOMS, store.keys).encode(event, None)[1])
    (entry,) = stored["private"]
    key = store.keys.get(entry["key"])
    assert key and entry["at"] == ["/event/text", "/backdated"]
    assert told["texts"](stored["id"], entry, key.secret) == ['说 "好"\n', "I was ill"]
