"""`asOf` at the ends of time: before the first event there is an empty company, after the last one there is nothing."""

from graphql import get_named_type, is_required_argument

from graphql_api.schema import schema
from opsledger.demo.people import AUDITOR, SALES
from tests.audit.conftest import Company

BEFORE = ("position: 0", 'at: "1999-12-31T23:59:59+08:00"')


def test_before_the_first_event_every_list_is_empty_and_every_record_absent(company: Company) -> None:
    query = schema(*company.product.ledger.rooms.values()).query_type
    assert query
    lists = [name for name, each in query.fields.items() if get_named_type(each.type).name.endswith("Connection")]
    ones = [
        name
        for name, each in query.fields.items()
        if "Node" in {one.name for one in getattr(each.type, "interfaces", ())}
        and not any(map(is_required_argument, each.args.values()))
    ]
    assert len(lists) > 30 and {"organisation", "authority"} <= set(ones)
    asked = " ".join([*(f"{name}(first: 1) {{ totalCount }}" for name in lists), *(f"{one} {{ id }}" for one in ones)])
    for moment in BEFORE:
        then = company.ask(f"{{ asOf({moment}) {{ position {asked} }} }}")["asOf"]
        assert then.pop("position") == 0
        assert all(found in (None, {"totalCount": 0}) for found in then.values()), then


def test_roles_count_as_they_are_today_and_what_a_row_says_of_its_readers_as_it_said_it_then(company: Company) -> None:
    log = company.product.feed.log(0, 10_000)
    hired = next(e for e in log if e.type == "organisation.person.hired" and e.envelope.event.person == AUDITOR)
    then = f"asOf(position: {hired.position - 1}) {{ people(first: 100) {{ nodes {{ key }} }} }}"
    people = [each["key"] for each in company.ask(f"{{ {then} }}")["asOf"]["people"]["nodes"]]
    assert people and AUDITOR not in people  # who was nobody then sees what auditors see

    opened = {e.record for e in log if e.type == "appraisal.opened" and e.envelope.event.subject == SALES}
    told = next(e for e in log if e.type == "appraisal.result_delivered" and e.record in opened)
    one = f'appraisal(id: "{told.record}") {{ key }}'
    before, after = (f"asOf(position: {at}) {{ {one} }}" for at in (told.position - 1, told.position))
    found = company.ask(f"{{ now: {one} before: {before} after: {after} }}", SALES)
    assert found["now"] == found["after"]["appraisal"] == {"key": told.record}
    assert found["before"]["appraisal"] is None  # of what her superior knew before she did, the past tells her nothing


def test_it_is_said_which_position_answered_and_what_is_not_there_yet_is_refused_with_the_newest(
    company: Company,
) -> None:
    head = company.product.feed.head()
    then = company.ask('{ now: position asOf(at: "2200-01-01T00:00:00Z") { position } }')
    assert then == {"now": head, "asOf": {"position": head}}
    (error,) = company.answer(f"{{ asOf(position: {head + 1}) {{ position }} }}")["errors"]
    assert error["extensions"]["code"] == "as_of.not_yet"
    assert error["extensions"]["facts"] == {"position": head + 1, "newest": head}


def test_what_a_consumer_has_been_given_has_no_past_and_says_so(company: Company) -> None:
    given = 'consumerDeliveries(id: "anything") { lag }'
    assert company.ask(f"{{ {given} }}") == {"consumerDeliveries": None}
    for moment in (*BEFORE, 'at: "2200-01-01T00:00:00Z"'):
        assert company.refused(f"{{ asOf({moment}) {{ {given} }} }}") == ["as_of.now_alone"]
