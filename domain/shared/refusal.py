"""A refusal: the rule that said no, as a stable code with facts and a sentence in English and in Chinese."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.shared.term import Term
from domain.shared.zone import SHANGHAI


class Refused(Exception):
    """Raised by a rule before anything is recorded. Whatever else is raised is a bug and must look like one."""

    def __init__(self, reason: "Reason", facts: Mapping[str, Any]) -> None:
        super().__init__(f"{reason.code}: {reason.en.format_map(spoken(facts, 'en'))}")
        self.reason = reason
        self.facts = facts

    @property
    def plain_facts(self) -> dict[str, Any]:
        """The facts as JSON values: names of the product and of people as their codes, everything else as text."""
        facts: dict[str, Any] = json.loads(json.dumps(dict(self.facts), default=str))
        return facts

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.reason.en.format_map(spoken(self.facts, "en"))

    @property
    def message_zh(self) -> str:
        """The sentence in Chinese."""
        return self.reason.zh.format_map(spoken(self.facts, "zh"))


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that can say no, declared next to the acts that it guards. Called with facts it makes the refusal."""

    code: str
    en: str
    zh: str

    def __call__(self, **facts: Any) -> Refused:
        return Refused(self, facts)


def spoken(facts: Mapping[str, Any], language: str) -> dict[str, str]:
    return {name: said(value, language) for name, value in facts.items()}


def said(value: Any, language: str) -> str:
    """A fact in words of one language, so that no sentence mixes two."""
    if value is None:
        return "nothing" if language == "en" else "无"
    if isinstance(value, Labelled | Term):
        return str(getattr(value, language))
    if isinstance(value, datetime):
        return clock(value)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return (", " if language == "en" else "、").join(said(each, language) for each in value) or "—"
    return str(value)


def clock(moment: datetime) -> str:
    """A moment as the clocks of the company show it, to the second; as it is, where it lies beyond their last day."""
    try:
        return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    except OverflowError:
        return str(moment)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A fact that is a name of the product (an act, a field, a section): stored as its code, said in both languages."""

    code: str
    en: str
    zh: str

    def __str__(self) -> str:
        return self.code
