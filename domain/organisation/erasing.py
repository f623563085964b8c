"""Erasing what is personal of those who have left (INFO-08)."""

from collections.abc import Iterable, Iterator
from typing import Any

from domain.organisation.erasure_events import (
    PersonErased,
    PersonErasureDeclined,
    PersonErasureRequested,
    PersonKeysDestroyed,
)
from domain.organisation.events import KeysGivenUp
from domain.organisation.person import Person
from domain.organisation.state import Organisation
from domain.shared.act import Context, World, act
from domain.shared.ids import PersonId
from domain.shared.term import Role
from domain.shared.values import Text

ERASURE = "erasure"
"""The claim, by person, of an erasure that is decided and still to be carried out."""


@act("申请删除个人信息", Role.ADM, Role.HR, Role.MGMT)
def request_erasure(
    organisation: Organisation, person: Person, context: Context, *, reason: Text
) -> Iterator[PersonErasureRequested]:
    """Ask that everything personal of somebody who has left be erased: the name, all that they have said with their
    acts, and all texts of their appraisals. Name nobody in the reason: it stays (INFO-08).
    """
    yield PersonErasureRequested(person=person.id, reason=reason)


@act("删除个人信息", Role.MGMT, decides=True)
def erase_person(organisation: Organisation, person: Person, context: Context) -> Iterator[PersonErased]:
    """Have it erased, for good and for everybody; whoever asked for it may not decide (INFO-08, ORG-09)."""
    yield PersonErased(person=person.id)


@act("驳回删除申请", Role.MGMT, decides=True)
def decline_erasure(
    organisation: Organisation, person: Person, context: Context, *, reason: Text
) -> Iterator[PersonErasureDeclined]:
    """Keep it, for a reason, such as a case before a court (INFO-08)."""
    yield PersonErasureDeclined(person=person.id, reason=reason)


@act("确认已删除", Role.SYSTEM)
def confirm_erasure(
    organisation: Organisation, person: Person, context: Context, *, keys: tuple[str, ...]
) -> Iterator[PersonKeysDestroyed]:
    """Record that the person's keys of these names are destroyed, once (INFO-08)."""
    if person.erasure and person.erasure.under_way:
        yield PersonKeysDestroyed(person=person.id, keys=keys)


@act("登记密钥遗失", Role.SYSTEM)
def give_up_keys(organisation: Organisation, context: Context, *, keys: tuple[str, ...]) -> Iterator[KeysGivenUp]:
    """Record that keys of people were lost, and that what they encrypted reads as erased from now on (INFO-08)."""
    if new := tuple(each for each in keys if each not in organisation.keys_given_up):
        yield KeysGivenUp(keys=new)


def claims(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """The erasures that are to be carried out."""
    for person in organisation.people.values():
        if person.erasure and person.erasure.under_way:
            yield ERASURE, person.id


def interested(organisation: Organisation | None, part: Any, _: World) -> Iterable[PersonId | None]:
    """Whoever is to be erased, and whoever asked for it."""
    return (part.id, *part.erasure.askers) if isinstance(part, Person) and part.erasure else ()
