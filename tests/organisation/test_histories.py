"""Random legal histories: what must hold of a company on any day does, and replaying the log gives it again."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.organisation import ROOM
from domain.organisation.person import Person
from domain.organisation.spans import Span
from domain.organisation.state import Organisation
from domain.organisation.timers import wakes
from domain.organisation.unit import UnitStatus
from domain.shared.ids import ADMINISTRATOR, SYSTEM, PersonId
from domain.shared.recorded import Stamp
from domain.shared.refusal import Refused
from domain.shared.term import Role
from domain.shared.values import civil
from tests.organisation.company import TODAY, Company, staffed

UNITS = st.sampled_from(["hq", "planning", "plan-group", "data-group", "sales", "unit-1"])
PEOPLE = st.sampled_from(["chen", "hana", "dora", "dan", "pia", "sam", "sue", "xu"])
POSITIONS = st.sampled_from(["chief", "manager", "planner", "seller"])
DAYS_AHEAD = st.sampled_from([0, 0, 0, 3, 7])
WORDS = st.just("words")
VERBS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "create_unit": {"name": WORDS, "type": st.just("GROUP"), "parent": UNITS, "unit": st.just("unit-1")},
    "move_unit": {"part": UNITS, "parent": UNITS},
    "dissolve_unit": {"part": UNITS, "reason": WORDS},
    "assign_duty": {"part": st.just("D-1"), "unit": UNITS},
    "withdraw_duty": {"part": st.just("D-1"), "unit": UNITS},
    "hire_person": {"name": WORDS, "person": PEOPLE, "unit": UNITS, "position": POSITIONS, "superior": PEOPLE},
    "assign_position": {"part": PEOPLE, "position": POSITIONS},
    "move_person": {"part": PEOPLE, "unit": UNITS},
    "set_superior": {"part": PEOPLE, "superior": PEOPLE},
    "set_leave": {"part": PEOPLE},
    "end_leave": {"part": PEOPLE},
    "end_employment": {"part": PEOPLE, "reason": WORDS},
    "appoint_manager": {"part": UNITS, "person": PEOPLE},
    "relieve_manager": {"part": UNITS, "reason": WORDS},
    "appoint_deputy": {"part": PEOPLE, "unit": UNITS, "areas": st.lists(UNITS, max_size=2)},
    "relieve_deputy": {"part": PEOPLE},
    "appoint_head": {"part": PEOPLE},
}
DATED = set(VERBS) - {"dissolve_unit", "hire_person", "set_leave", "end_leave"}


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, int, dict[str, Any]]:
    """An act, how many days ahead it takes effect, and its input."""
    verb = draw(st.sampled_from(sorted(VERBS)))
    return verb, draw(DAYS_AHEAD), {name: draw(values) for name, values in VERBS[verb].items()}


def entrusted(company: Company, verb: str) -> str:
    """Somebody who may do the act."""
    if Role.ADM in {grant.role for grant in ROOM.acts[verb].grants}:
        return ADMINISTRATOR
    return next(iter(company.state.holders(Role.MGMT, civil(company.now))), "chen")


def try_out(company: Company, verb: str, ahead: int, inputs: dict[str, Any]) -> None:
    """Do the act if it is legal."""
    if verb in DATED:
        inputs = {**inputs, "effective_on": civil(company.now) + timedelta(days=ahead)}
    part = inputs.get("part")
    kind = ROOM.acts[verb].part
    if kind and part not in getattr(company.state, ROOM.part(kind).inside):
        return
    try:
        company.do(verb, entrusted(company, verb), **inputs)
    except Refused:
        return


def apart(spans: tuple[Span, ...]) -> bool:
    return all(one.valid_to is not None and one.valid_to <= other.valid_from for one, other in pairwise(spans))


def reaches_the_head(organisation: Organisation, person: Person, day: date) -> bool:
    above: PersonId | None = person.id
    for _ in organisation.people:
        above = above and organisation.superior(above, day)
    return above is None


def check(organisation: Organisation, day: date) -> None:
    employed = [person for person in organisation.people.values() if person.employed(day)]
    assert [p.id for p in employed if organisation.superior(p.id, day) is None] == [organisation.head_of_company(day)]
    for person in employed:
        superior = organisation.superior(person.id, day)
        assert superior is None or organisation.people[superior].employed(day)
        assert reaches_the_head(organisation, person, day)
        unit = organisation.unit_of(person.id, day)
        assert unit is not None
        assert organisation.units[unit].exists(day)
    for unit in organisation.units:
        manager = organisation.head(unit, day)
        assert manager is None or organisation.people[manager].employed(day)
    for position in organisation.positions.values():
        holders = [p for p in employed if any(a.holds(day) and a.position == position.id for a in p.assignments)]
        assert len(holders) <= position.headcount
    for duty in organisation.duties.values():
        assert len(duty.units(day)) <= 1


def check_always(organisation: Organisation) -> None:
    """What holds of the whole history, and of every day from now on."""
    for unit in organisation.units.values():
        assert apart(unit.placements)
        assert apart(unit.managements)
        assert unit == unit.as_of(organisation.day)
        if unit.status is UnitStatus.ACTIVE and unit.parent is not None:
            assert organisation.units[unit.parent].status is UnitStatus.ACTIVE
    for person in organisation.people.values():
        assert all(apart(history) for history in (person.assignments, person.reportings, person.deputyships))
        assert person == person.as_of(organisation.day)
        if person.status.gone:
            assert organisation.roles(person.id, organisation.day) == frozenset()
    for ahead in range(12):
        day = organisation.day + timedelta(days=ahead)
        assert all(
            list(organisation.upwards(u.id, day))[-1] == "hq" for u in organisation.units.values() if u.exists(day)
        )
        check(organisation, day)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.booleans(), steps()), max_size=25))
def test_whatever_happens_the_company_stays_whole(story: list[tuple[bool, tuple[str, int, dict[str, Any]]]]) -> None:
    company = staffed()
    company.admin("define_duty", duty="D-1", text="Sweep", exclusive=True)
    log = [(event, TODAY) for event in company.events]
    day = TODAY
    for next_day, (verb, ahead, inputs) in story:
        if next_day:
            day += timedelta(days=2)
            company.wake(day)
            due = wakes(company.state, company.world)
            assert due is not None
            assert due > company.now
        try_out(company, verb, ahead, inputs)
        log += [(event, day) for event in company.events[len(log) :]]
        check_always(company.state)
    assert replayed(log) == company.state


def replayed(log: list[tuple[Any, date]]) -> Organisation:
    """The state that these events leave, each on its day."""
    stamps = (
        (
            event,
            Stamp(
                record="organisation",
                actor=SYSTEM,
                role=Role.SYSTEM,
                at=datetime(d.year, d.month, d.day, 1, tzinfo=UTC),
            ),
        )
        for event, d in log
    )
    organisation: Organisation = ROOM.replay(stamps)
    return organisation


def test_what_was_recorded_late_shows_as_of_today() -> None:
    company = staffed()
    company.admin("move_person", part="pia", unit="sales", effective_on="2026-01-06")
    company.wake(date(2026, 1, 7))
    company.at(datetime(2026, 1, 5, 1, 0, tzinfo=UTC))
    company.admin("set_leave", part="pia")
    assert company.state.people[PersonId("pia")].unit == "sales"
    assert company.state.day == date(2026, 1, 7)
