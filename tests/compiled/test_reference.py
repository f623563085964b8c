"""The interpreter's own answers, against answers written by hand: so it is not wrong in the way in which others are."""

from typing import Any

import pytest

from graphql_api.names import opaque
from tests.compiled.gardens import Gardens
from tests.compiled.interpreter import Answer


@pytest.fixture(scope="module")
def them() -> Gardens:
    return Gardens()


def test_a_record_shows_its_state_and_who_made_and_changed_it(them: Gardens) -> None:
    shown = """{ garden(id: "g2") { id version name area opened large createdPosition createdById updatedPosition
        updatedById updatedBy { name } neighbour { name } helperIds helpers { name } closes status } }"""
    assert them.told(shown)["garden"] == {
        "id": opaque("Garden", "g2"), "version": 2, "name": "Apple", "area": "100",
        "opened": "2026-01-05T01:00:02.000000Z", "large": True, "createdPosition": 2,
        "createdById": opaque("Person", "ana"), "updatedPosition": 7, "updatedById": opaque("Person", "bo"),
        "updatedBy": None, "neighbour": {"name": "Église"},
        "helperIds": [opaque("Person", "bo"), opaque("Person", "ana")], "helpers": [], "closes": None, "status": "OPEN",
    }  # fmt: skip


def test_what_is_inside_a_record_is_as_in_the_log(them: Gardens) -> None:
    shown = """{ g3: garden(id: "g3") { best { name sown gardenerId gardener { name } } counts { key value } }
        g4: garden(id: "g4") { best { name } counts { key value } } }"""
    rose = {"name": "Rose", "sown": "2026-01-02", "gardenerId": opaque("Person", "bo"), "gardener": None}
    entries = [{"key": "rose", "value": 1}, {"key": "tulip", "value": 2}]
    assert them.told(shown) == {"g3": {"best": rose, "counts": []}, "g4": {"best": None, "counts": entries}}


def test_a_part_changes_only_by_its_own_events_and_leads_to_its_record(them: Gardens) -> None:
    shown = """{ gardens(first: 9) { nodes { beds(first: 9) { totalCount nodes {
        key version updatedById createdById area status garden { name } plants { name }
        history(first: 9) { nodes { position partIds partId payload } } } } } } }"""
    *without, (bed,) = [each["beds"]["nodes"] for each in them.told(shown)["gardens"]["nodes"]]
    assert without == [[], [], []]
    dug, planted = bed.pop("history")["nodes"]
    assert bed == {
        "key": "b1", "version": 3, "createdById": opaque("Person", "bo"), "updatedById": opaque("Person", "cai"),
        "area": "1.20", "status": "PLANTED", "garden": {"name": "apple"}, "plants": [{"name": "Rose"}],
    }  # fmt: skip
    payload = {"type": "garden.bed.dug", "bed": "b1", "area": "1.20"}
    assert dug == {"position": 5, "partIds": ["b1"], "partId": "b1", "payload": payload}
    assert planted["position"] == 6


def test_work_waits_until_it_is_done(them: Gardens) -> None:
    shown = "{ workItems(first: 9) { nodes { id act title partId updatedPosition person { name } record { key } } } }"
    assert them.told(shown)["workItems"]["nodes"] == []
    (item,) = them.told(shown, them.reading(at=5))["workItems"]["nodes"]
    assert item == {
        "id": opaque("WorkItem", "g4:b1:garden.plant:cai"), "act": "garden.plant", "title": "apple", "partId": "b1",
        "updatedPosition": 5, "person": None, "record": {"key": "g4"},
    }  # fmt: skip


def test_rows_are_as_they_stood_at_a_position(them: Gardens) -> None:
    shown = '{ gardens(first: 9) { totalCount } garden(id: "g2") { name version } position }'
    assert them.told(shown, them.reading(at=1)) == {"gardens": {"totalCount": 1}, "garden": None, "position": 1}
    assert them.told(shown, them.reading(at=6))["garden"] == {"name": "apple", "version": 1}


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ("", ["g1", "g2", "g3", "g4"]),
        ("[{field: CLOSES}]", ["g3", "g1", "g2", "g4"]),
        ("[{field: CLOSES, direction: DESC}]", ["g4", "g2", "g1", "g3"]),
        ("[{field: NAME}]", ["g2", "g3", "g4", "g1"]),
        ("[{field: AREA}]", ["g3", "g4", "g1", "g2"]),
        ("[{field: AREA, direction: DESC}]", ["g2", "g1", "g4", "g3"]),
        ("[{field: AREA}, {field: NAME, direction: DESC}]", ["g4", "g3", "g1", "g2"]),
    ],
)
def test_lists_are_in_order_and_what_is_absent_is_the_greatest(them: Gardens, order: str, keys: list[str]) -> None:
    assert them.keys(f"first: 9, orderBy: {order or 'null'}") == keys


@pytest.mark.parametrize(
    ("filter", "keys"),
    [
        ('{name: {contains: "éGL"}}', []),
        ('{name: {contains: "GLISE"}}', ["g1"]),
        ('{name: {startsWith: "APP"}}', ["g2", "g4"]),
        ('{name: {startsWith: ""}}', ["g1", "g2", "g3", "g4"]),
        ('{name: {gt: "Zoo"}}', ["g1", "g4"]),
        ('{area: {eq: "7.00"}}', ["g3", "g4"]),
        ('{closes: {ne: "2026-05-01"}}', ["g2", "g3", "g4"]),
        ('{closes: {lt: "2026-05-01"}}', ["g3"]),
        ('{not: {closes: {lt: "2026-05-01"}}}', ["g1", "g2", "g4"]),
        ("{closes: {isNull: true}}", ["g2", "g4"]),
        ('{gardenerId: {in: ["bo", "cai"]}, large: {eq: false}}', ["g1", "g4"]),
        ('{helperIds: {contains: "ana"}}', ["g2"]),
        ("{or: []}", []),
        ("{or: [{}]}", ["g1", "g2", "g3", "g4"]),
        ("{and: [], not: null}", ["g1", "g2", "g3", "g4"]),
        ('{neighbourId: {eq: "g1"}}', ["g2"]),
    ],
)
def test_filters_mean_what_they_say(them: Gardens, filter: str, keys: list[str]) -> None:
    assert them.keys(f"first: 9, filter: {filter}") == keys


def test_pages_lie_between_their_cursors(them: Gardens) -> None:
    page = """query Page($first: Int, $last: Int, $after: String, $before: String) {
        gardens(first: $first, last: $last, after: $after, before: $before, orderBy: {field: CLOSES}) {
        totalCount nodes { key } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""

    def asked(**arguments: Any) -> tuple[str, bool, bool]:
        found = them.told(page, **arguments)["gardens"]
        assert found["totalCount"] == 4
        info = found["pageInfo"]
        return "".join(each["key"] for each in found["nodes"]), info["hasPreviousPage"], info["hasNextPage"]

    found = them.told(page, first=4)["gardens"]["pageInfo"]
    for text in ("startCursor", "endCursor"):
        them.cursors.learn(text, found[text])
    assert asked(first=3) == ("g3g1g2", False, True)
    assert asked(first=9, after="startCursor") == ("g1g2g4", True, False)
    assert asked(first=1, after="startCursor", before="endCursor") == ("g1", True, True)
    assert asked(last=2, before="endCursor") == ("g1g2", True, True)
    assert asked(last=9) == ("g3g1g2g4", False, False)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("", "page.size"),
        ("first: 0", "page.size"),
        ("first: 1, last: 1", "page.size"),
        ('first: 1, after: "of no list"', "page.invalid_cursor"),
        ("first: 1, filter: {name: {eq: null}}", "filter.null"),
        (f'first: 1, filter: {{id: {{eq: "{opaque("GardenBed", "b1")}"}}}}', "input.wrong_kind"),
    ],
)
def test_what_cannot_be_answered_is_refused(them: Gardens, arguments: str, code: str) -> None:
    answer = them.ask(f"{{ gardens({arguments}) {{ totalCount }} }}" if arguments else "{ gardens { totalCount } }")
    assert answer == Answer(None, frozenset({(("gardens",), code)}))


def test_cursors_belong_to_their_order(them: Gardens) -> None:
    (edge,) = them.told("{ gardens(first: 1) { edges { cursor } } }")["gardens"]["edges"]
    them.cursors.learn("of coming", edge["cursor"])
    assert them.keys('first: 1, after: "of coming", orderBy: {field: CREATED_POSITION}') == ["g2"]
    answer = them.ask('{ gardens(first: 1, after: "of coming", orderBy: {field: NAME}) { totalCount } }')
    assert answer.refused == {(("gardens",), "page.invalid_cursor")}


def test_nodes_and_fragments_are_of_their_types(them: Gardens) -> None:
    asked = """query Things($ids: [ID!]!, $not: Boolean = false) { nodes(ids: $ids) {
        __typename id ... on Record { key } ...Bed @include(if: $not) ... on Garden { name @skip(if: $not) } } }
        fragment Bed on GardenBed { area }"""
    ids = [
        opaque("Garden", "g1"),
        opaque("GardenBed", "b1"),
        opaque("Garden", "b1"),
        "g1",
        opaque("Event", "event-000005"),
    ]
    assert [each and [*each.values()] for each in them.told(asked, ids=ids)["nodes"]] == [
        ["Garden", ids[0], "g1", "Église"], ["GardenBed", ids[1], "b1"], None, None, ["Event", ids[4]],
    ]  # fmt: skip
