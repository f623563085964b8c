"""Erasing what is personal: asked for by one, decided by another, carried out afterwards."""

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.organisation.erasing import claims
from domain.organisation.erasure_events import PersonErased, PersonErasureDeclined, PersonKeysDestroyed
from domain.organisation.person import PersonStatus
from domain.organisation.worklist import work
from domain.shared.ids import PersonId
from domain.shared.lifecycle import NOT_NOW
from domain.shared.personal import ERASED
from tests.organisation.company import Company, staffed

SUE = PersonId("sue")


def left() -> Company:
    """Sue has left the company, and human resources have asked that she be forgotten."""
    company = staffed()
    company.admin("end_employment", part=SUE, reason="Found another job")
    company.admin("request_erasure", part=SUE, reason="She has asked for it")
    return company


def test_nobody_is_erased_who_is_employed() -> None:
    staffed().refused(NOT_NOW, "request_erasure", "administrator", part=SUE, reason="Now")


def test_the_decision_takes_the_name_and_leaves_who_asked_who_decided_and_why() -> None:
    company = left()
    assert company.do("erase_person", "chen", part=SUE) == [PersonErased(person=SUE)]
    person = company.state.people[SUE]
    assert person.name == ERASED and person.status is PersonStatus.ERASED
    assert person.erasure and (person.erasure.requested_by, person.erasure.decided_by) == ("administrator", "chen")
    assert person.erasure.reason == "She has asked for it"


def test_whoever_asked_may_not_decide() -> None:
    company = staffed()
    company.admin("end_employment", part=SUE, reason="Found another job")
    company.do("request_erasure", "chen", part=SUE, reason="I want it")
    company.refused(OWN_MATTER, "erase_person", "chen", part=SUE)
    company.refused(OWN_MATTER, "decline_erasure", "chen", part=SUE, reason="Never mind")


def test_management_decides_and_nobody_else() -> None:
    left().refused(FORBIDDEN, "erase_person", "sam", part=SUE)


def test_a_request_waits_for_management_and_may_be_declined_and_made_again() -> None:
    company = left()
    assert [each.part for each in work(company.state) if each.act == "organisation.erase_person"] == [SUE]
    declined = company.do("decline_erasure", "chen", part=SUE, reason="A case before a court")
    assert isinstance(declined[0], PersonErasureDeclined)
    assert company.state.people[SUE].erasure is None
    assert not any(each.act == "organisation.erase_person" for each in work(company.state))
    company.admin("request_erasure", part=SUE, reason="The case is over")


def test_a_decision_is_to_be_carried_out_until_it_was_once() -> None:
    company = left()
    assert not list(claims(company.state))
    company.do("erase_person", "chen", part=SUE)
    assert list(claims(company.state)) == [("erasure", SUE)]
    confirmed = company.do("confirm_erasure", "system", part=SUE, keys=["sue.1"])
    assert confirmed == [PersonKeysDestroyed(person=SUE, keys=("sue.1",))]
    assert not list(claims(company.state))
    assert company.do("confirm_erasure", "system", part=SUE, keys=["sue.1"]) == []


def test_what_was_written_since_can_be_erased_again() -> None:
    company = left()
    company.do("erase_person", "chen", part=SUE)
    company.do("confirm_erasure", "system", part=SUE, keys=["sue.1"])
    company.admin("request_erasure", part=SUE, reason="An appraisal was written since")
    company.do("erase_person", "chen", part=SUE)
    assert list(claims(company.state)) == [("erasure", SUE)]
