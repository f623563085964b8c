"""What the words in a file stand for: units, people and goals by their id or by their name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

from application.imports.sheets import plain
from domain.organisation.state import Organisation
from domain.shared.ids import GoalId, PersonId, UnitId
from domain.shared.refusal import Labelled, Reason

UNKNOWN = Reason(
    "import.unknown_name",
    "There is no {kind} {name}; similar ones: {similar}.",
    "不存在{kind}“{name}”；相近的有：{similar}。",
)
AMBIGUOUS = Reason(
    "import.ambiguous_name",
    "More than one {kind} is called {name}: give one of the ids {ids}.",
    "有多个{kind}名为“{name}”：请填写编号{ids}之一。",
)


class Called(NamedTuple):
    """Records of one kind by what they may be called in a file."""

    kind: Labelled
    ids: Mapping[str, frozenset[str]]

    def id(self, name: str) -> str:
        """The id of the one record of that name. Refuses UNKNOWN and AMBIGUOUS."""
        found = self.ids.get(plain(name), frozenset())
        if len(found) > 1:
            raise AMBIGUOUS(kind=self.kind, name=name, ids=sorted(found))
        if not found:
            near = get_close_matches(plain(name), self.ids, n=3)
            raise UNKNOWN(kind=self.kind, name=name, similar=sorted({id for each in near for id in self.ids[each]}))
        return next(iter(found))


Names = Mapping[Any, Called]
"""By the type of the id that they lead to."""


def names(organisation: Organisation, goals: Iterable[tuple[str, str]], day: date) -> Names:
    """The units, the people employed on that day, and the goals (given as id and title)."""
    units = [(u.id, each) for u in organisation.units.values() if u.exists(day) for each in (u.name, u.label)]
    people = [(p.id, p.name) for p in organisation.people.values() if p.employed(day)]
    return {
        UnitId: called(Labelled("unit", "unit", "部门"), units),
        PersonId: called(Labelled("person", "person", "人员"), people),
        GoalId: called(Labelled("goal", "goal", "目标"), goals),
    }


def called(kind: Labelled, pairs: Iterable[tuple[str, str]]) -> Called:
    """Records by id and by name; a record may have several names."""
    ids: dict[str, set[str]] = defaultdict(set)
    for id, name in pairs:
        ids[plain(id)].add(id)
        if plain(name):
            ids[plain(name)].add(id)
    return Called(kind, {name: frozenset(each) for name, each in ids.items()})
