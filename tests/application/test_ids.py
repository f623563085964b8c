"""Identifiers that are made here."""

import os

from application.ids import new_id


def test_ids_sort_by_the_time_they_were_made_and_none_is_made_twice() -> None:
    ids = [new_id("event") for _ in range(20_000)]

    assert len(set(ids)) == len(ids)
    assert [id[:18] for id in ids] == sorted(id[:18] for id in ids)
    assert {len(id) for id in ids} == {len("event-") + 32}


def test_a_forked_process_makes_other_ids() -> None:
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writes, new_id("event").encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)

    assert os.read(reads, 100).decode()[-20:] != new_id("event")[-20:]
