"""The opaque ids by which clients name things."""

from graphql_api.names import opaque, opened


def test_an_id_is_opened_to_what_it_was_made_of() -> None:
    assert opened(opaque("Plan", "计划-1"), {"Plan"}) == ("Plan", "计划-1")


def test_what_is_not_an_id_of_ours_is_a_plain_key() -> None:
    for id in ("plan-1", "====", "é", "", opaque("Nothing", "1"), opaque("Plan", "no database keeps \0")):
        assert opened(id, {"Plan"}) == (None, id)
