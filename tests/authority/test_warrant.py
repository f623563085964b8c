"""By what right somebody acts (ORG-05, ORG-08, ORG-09, AUDIT-09, API-07), seen on a room made for it."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.authority.terms import Condition, MatrixLine
from domain.authority.warrant import (
    AUDITOR,
    FORBIDDEN,
    INTEGRATOR,
    NOT_DELEGATED,
    OWN_MATTER,
    ROLE_NOT_HELD,
    Attempt,
    Warrant,
    warrant,
)
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId
from domain.shared.term import Role
from tests.authority.matter import LARGE, MATTER, ROOM, SETTLE, TOUCH, Case, Matter, delegated, published
from tests.scenario import MONDAY


def test_somebody_acts_in_the_first_role_that_allows_it() -> None:
    assert Case().asks("chen") == Warrant(Role.MGMT, None, 0)
    assert Case().asks("dora").role is Role.DM


def test_a_role_may_be_chosen_among_those_held() -> None:
    assert Case().asks("dora", acting_role=Role.DM).role is Role.DM
    Case().refused(ROLE_NOT_HELD, "dora", acting_role=Role.MGMT)


def test_without_a_line_that_covers_the_record_nobody_acts() -> None:
    Case().refused(FORBIDDEN, "sue")
    Case().refused(FORBIDDEN, "dora", matter=LARGE)


def test_a_limit_holds_up_to_its_amount() -> None:
    at_limit = Matter(preparer=PersonId("sue"), owner=PersonId("olga"), amount=Decimal(100))
    above = Matter(preparer=PersonId("sue"), owner=PersonId("olga"), amount=Decimal("100.01"))
    assert Case().asks("pia", matter=at_limit).role is Role.PG
    Case().refused(FORBIDDEN, "pia", matter=above)


def test_whoever_stands_to_the_record_as_owner_has_the_owners_rights() -> None:
    assert Case().asks("olga", SETTLE).role is Role.OWNER
    Case().refused(FORBIDDEN, "dora", SETTLE)


def test_auditors_do_nothing_not_even_for_others() -> None:
    case = Case().given(delegated("chen", "audrey"))
    case.refused(AUDITOR, "audrey", TOUCH)
    case.refused(AUDITOR, "audrey", TOUCH, for_="chen")


def test_integrators_do_nothing_not_even_for_others() -> None:
    case = Case().given(delegated("chen", "ivy"))
    case.refused(INTEGRATOR, "ivy", TOUCH)
    case.refused(INTEGRATOR, "ivy", TOUCH, for_="chen")


def test_strangers_and_who_has_left_may_do_nothing() -> None:
    for person in ("nobody", "leo"):
        Case().refused(FORBIDDEN, person, TOUCH)


def test_the_administrator_holds_no_business_right_and_the_system_every() -> None:
    Case().refused(FORBIDDEN, ADMINISTRATOR)
    assert Case().asks(SYSTEM).role is Role.SYSTEM


def test_nobody_decides_their_own_matter() -> None:
    case = Case()
    case.refused(OWN_MATTER, "chen", matter=Matter(preparer=PersonId("chen"), owner=PersonId("olga")))
    assert case.asks("mo", TOUCH).role is Role.EMP


def test_nobody_decides_their_own_matter_through_another_or_for_another() -> None:
    own = Matter(preparer=PersonId("dora"), owner=PersonId("olga"))
    case = Case().given(delegated("chen", "dora"), delegated("dora", "sue"))
    case.refused(OWN_MATTER, "dora", matter=own, for_="chen")
    case.refused(OWN_MATTER, "sue", matter=own, for_="dora")


def test_whose_own_matter_it_is_is_told_by_name_whoever_acts() -> None:
    own = Matter(preparer=PersonId("dora"), owner=PersonId("olga"))
    case = Case().given(delegated("chen", "dora"), delegated("dora", "sue"))
    for person, for_ in (("dora", None), ("dora", "chen"), ("sue", "dora")):
        assert case.refusal(person, matter=own, for_=for_).plain_facts["person"] == "dora"


def test_the_decision_moves_to_the_superior_of_who_is_barred() -> None:
    """Chen holds no DM role, and MGMT is taken out of the matrix: she decides because dora, the DM, may not."""
    case = Case().given(*published(MatrixLine(act="matter.decide", role=Role.DM)))
    case.refused(FORBIDDEN, "chen")
    own = Matter(preparer=PersonId("dora"), owner=PersonId("olga"))
    assert case.asks("chen", matter=own) == Warrant(Role.DM, None, 1)
    case.refused(FORBIDDEN, "sue", matter=own)


def test_rights_by_relation_move_up_too() -> None:
    own = Matter(preparer=PersonId("olga"), owner=PersonId("olga"))
    assert Case().asks("dora", SETTLE, own).role is Role.OWNER


def test_the_decision_passes_over_superiors_who_are_barred_as_well() -> None:
    room = replace(ROOM, interested=lambda *_: [PersonId("olga"), PersonId("dora")])
    attempt = Attempt(room=room, act=SETTLE, person=PersonId("chen"), now=MONDAY, record=MATTER)
    assert warrant(attempt, Case().world).role is Role.OWNER


def test_what_is_delegated_may_be_done_and_says_for_whom() -> None:
    case = Case().given(delegated("dora", "sue"))
    assert case.asks("sue", for_="dora") == Warrant(Role.DM, PersonId("dora"), 0)
    case.refused(FORBIDDEN, "sue")
    case.refused(NOT_DELEGATED, "olga", for_="dora")
    case.refused(NOT_DELEGATED, "dora", for_="sue")


def test_without_any_authority_on_record_nothing_is_delegated() -> None:
    Case().refused(NOT_DELEGATED, "sue", for_="dora")


def test_a_delegate_who_has_left_acts_for_nobody() -> None:
    Case().given(delegated("dora", "leo")).refused(NOT_DELEGATED, "leo", for_="dora")


@pytest.mark.parametrize(
    "narrowed",
    [
        {"acts": ("matter.touch",)},
        {"where": (Condition(field="size", values=("LARGE",)),)},
        {"valid_from": date(2026, 1, 6)},
        {"valid_from": date(2025, 12, 1), "valid_to": date(2026, 1, 4)},
    ],
)
def test_a_delegation_holds_for_its_acts_scope_and_days_only(narrowed: Any) -> None:
    Case().given(delegated("dora", "sue", **narrowed)).refused(NOT_DELEGATED, "sue", for_="dora")


def test_the_last_day_of_a_delegation_is_a_day_of_shanghai() -> None:
    case = Case().given(delegated("dora", "sue"))
    last_minute = datetime.fromisoformat("2026-01-31T23:59:00+08:00")
    assert case.asks("sue", for_="dora", now=last_minute).on_behalf_of == "dora"
    case.refused(NOT_DELEGATED, "sue", for_="dora", now=datetime.fromisoformat("2026-02-01T00:00:00+08:00"))


def test_a_published_matrix_replaces_the_defaults_of_what_it_names_and_its_version_is_cited() -> None:
    lines = MatrixLine(act="matter.decide", role=Role.EMP, where=(Condition(field="size", values=("SMALL",)),))
    case = Case().given(*published(lines))
    assert case.asks("sue") == Warrant(Role.EMP, None, 1)
    case.refused(FORBIDDEN, "dora", matter=LARGE)
    assert case.asks("sue", TOUCH).matrix == 1
