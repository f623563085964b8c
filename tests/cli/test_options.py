"""Options as they follow from the input of an act."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from domain.shared.act import Act, Context, act, described
from domain.shared.ids import PersonId
from domain.shared.term import Term
from domain.shared.values import Line
from opsledger.commands.answer import Wrong
from opsledger.commands.options import add_inputs, inputs
from opsledger.commands.parser import Parser


class Speed(Term):
    SLOW = "SLOW", "慢"
    FAST = "FAST", "快"


class Content(Struct, frozen=True, kw_only=True):
    """What is in a parcel."""

    label: Line
    weight: Decimal
    note: str = ""


class Sent(Struct, frozen=True):
    """A parcel was sent."""


@act("寄送")
def send(
    context: Context,
    *,
    to: PersonId,
    sent_on: date,
    title: Line = "parcel",
    pieces: int = 1,
    value: Decimal | None = None,
    speed: Speed = Speed.SLOW,
    fragile: bool = False,
    picked_up_at: datetime | None = None,
    copies: tuple[PersonId, ...] = (),
    contents: tuple[Content, ...] = (),
    wrapping: Content | None = None,
) -> Iterator[Sent]:
    """Send a parcel, 100 % insured."""
    yield Sent()


SEND: Act = described("parcel", "send", send)


def parser() -> Parser:
    return Parser(prog="send", fill=lambda parser: add_inputs(parser, SEND))


def given(*typed: str) -> Any:
    return inputs(parser().parse_args(typed))


def help_text() -> str:
    asked = parser()
    asked.parse_args([])
    return " ".join(asked.format_help().split())


def test_nothing_typed_is_nothing_given() -> None:
    assert given() == {}


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (["--to", "wang"], {"to": "wang"}),
        (["--sent-on", "2026-01-31"], {"sent_on": "2026-01-31"}),
        (["--pieces", "3"], {"pieces": 3}),
        (["--value", "12.50"], {"value": "12.50"}),
        (["--speed", "fast"], {"speed": "FAST"}),
        (["--fragile"], {"fragile": True}),
        (["--no-fragile"], {"fragile": False}),
        (["--copies", "ana", "--copies", "bo"], {"copies": ["ana", "bo"]}),
        (["--wrapping", '{"label": "box", "weight": 0.10}'], {"wrapping": {"label": "box", "weight": "0.10"}}),
        (["--contents", '{"label": "a"}', "--contents", "{}"], {"contents": [{"label": "a"}, {}]}),
    ],
)
def test_a_field_is_an_option_in_its_own_spelling(typed: list[str], value: Any) -> None:
    assert given(*typed) == value


def test_a_moment_without_an_offset_is_the_companys_civil_time() -> None:
    assert given("--picked-up-at", "2026-01-31T09:00") == {"picked_up_at": "2026-01-31T09:00:00+08:00"}
    assert given("--picked-up-at", "2026-01-31T09:00Z") == {"picked_up_at": "2026-01-31T09:00:00+00:00"}


def test_all_inputs_at_once_and_options_win() -> None:
    assert given("--input", '{"to": "ana", "pieces": 2}', "--to", "bo") == {"to": "bo", "pieces": 2}


def test_json_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "parcel.json"
    file.write_text(json.dumps({"to": "ana", "title": "包裹"}), "utf-8")
    assert given("--input", f"@{file}") == {"to": "ana", "title": "包裹"}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["--pieces", "three"], "--pieces: invalid int value"),
        (["--speed", "warp"], "choose from"),
        (["--wrapping", "{"], "not JSON"),
        (["--input", "@nowhere.json"], "nowhere.json: No such file"),
        (["--input", "[]"], "takes a JSON object"),
        (["--picked-up-at", "noon"], "is not a moment"),
        (["--colour", "red"], "--colour"),
    ],
)
def test_what_cannot_be_read_is_a_wrong_command_line(typed: list[str], told: str) -> None:
    with pytest.raises(Wrong, match=told):
        given(*typed)


def test_the_help_says_what_each_option_takes() -> None:
    told = help_text()
    assert "--to PERSON required" in told
    assert "--speed SPEED one of SLOW FAST; default: SLOW" in told
    assert "--wrapping JSON an object: label, weight, [note]" in told
    assert "--copies PERSON may be repeated" in told
    assert "--pieces N default: 1" in told
