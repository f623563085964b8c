"""Somebody who follows rows, event by event, and what the views show at each position (APPR-29, API-04)."""

import asyncio
import json
from contextlib import aclosing
from typing import Any

from graphql_api.requests import well_formed
from projections.filters import Compare, Filter, Op
from projections.visibility import Viewer
from tests.api.running import token
from tests.appraisal.looking import ROLES
from tests.appraisal.running import Play


def told(play: Play, person: str, field: str, after: int) -> list[Any]:
    """What a subscription is told until it has caught up."""
    query = f"subscription {{ {field}(after: {after}) {{ position caughtUp changes {{ id membership fields }} }} }}"

    async def heard() -> list[Any]:
        said = list[Any]()
        async with aclosing(play.app.operations.results(token(person), well_formed({"query": query}))) as results:
            while not said or not said[-1]["caughtUp"]:
                said.append(json.loads(await anext(results))["data"][field])
        return said

    return asyncio.run(heard())


def check_following(play: Play, person: str, table: str, field: str, mine: Filter) -> None:
    """What is told of rows, one event at a time, is what the views show at each position, and names no field of a
    record that is hidden.
    """
    viewer, end = Viewer(person, ROLES[person]), play.show()

    def shown(at: int) -> set[str]:
        return {row["id"] for row in play.views.as_seen_by(viewer, at).rows(table, mine, ["id"])}

    reached = next(each.position for each in play.company.log() if each.type == "appraisal.opened") - 1
    rows = shown(reached)
    for message in told(play, person, field, reached):
        for at in range(reached, message["position"]):
            assert shown(at) == rows, at
        for change in message["changes"]:
            id = change["id"].partition(":")[2]
            rows = rows - {id} if change["membership"] == "LEFT" else rows | {id}
            whole = Compare("id", Op.EQ, id.partition(":")[0])
            assert not change["fields"] or play.views.as_seen_by(viewer, message["position"]).rows("appraisal", whole)
        reached = message["position"]
        assert shown(reached) == rows, reached
    assert reached == end
