"""A few gardens whose history is known by heart."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from domain.shared.ids import PersonId
from domain.shared.room import Room
from domain.shared.term import Role
from graphql_api.schema import print_schema
from tests.api import garden
from tests.api.garden import BedDug, BedId, BedPlanted, GardenId, GardenOpened, GardenRenamed, Plant
from tests.api.running import ROOMS
from tests.compiled.cursors import Cursors
from tests.compiled.history import History
from tests.compiled.interpreter import Answer, Interpreter
from tests.compiled.kinds import Kinds
from tests.compiled.reading import Present, Reading
from tests.compiled.visibility import Viewer
from tests.projections.log import Log

ROSE = Plant(name="Rose", sown=date(2026, 1, 2), gardener=PersonId("bo"))


def opened(name: str, area: str, **more: Any) -> GardenOpened:
    plain: dict[str, Any] = {
        "closes": None, "public": False, "gardener": None, "helpers": (), "neighbour": None, "counts": {}, "best": None,
    }  # fmt: skip
    return GardenOpened(name=name, area=Decimal(area), **{**plain, **more})


def gardens() -> Log:
    """Four gardens, the last with a bed in it."""
    log = Log()
    log.record("g1", opened("Église", "99.50", closes=date(2026, 5, 1), gardener="bo"))
    log.record("g2", opened("apple", "100", neighbour=GardenId("g1"), helpers=("bo", "ana")))
    log.record("g3", opened("Zoo", "7", closes=date(2026, 2, 1), best=ROSE))
    log.record("g4", opened("apple", "7.0", gardener="cai", counts={"tulip": 2, "rose": 1}))
    log.record("g4", BedDug(bed=BedId("b1"), area=Decimal("1.20")), by="bo")
    log.record("g4", BedPlanted(bed=BedId("b1"), plants=(ROSE,)), by="cai")
    log.record("g2", GardenRenamed(name="Apple"), by="bo")
    return log


@cache
def interpreter() -> Interpreter:
    return Interpreter(print_schema(ROOMS))


class Gardens:
    """Gardens of that kind, and what is said of them to those who ask."""

    def __init__(self, room: Room = garden.ROOM) -> None:
        self.interpreter = interpreter()
        self.kinds = Kinds(self.interpreter.schema, (*ROOMS[:-1], room))
        self.history = History(self.kinds, gardens().events)
        self.cursors = Cursors()

    def reading(self, *roles: Role, person: str = "ana", scopes: tuple[str, ...] = (), at: int = 7) -> Reading:
        viewer = Viewer(person, frozenset(roles or {Role.EMP}), frozenset(scopes))
        present = Present(date(2026, 1, 5), lambda person, row: [])  # noqa: ARG005
        return Reading(self.kinds, self.history, viewer, present, self.cursors.place, self.cursors.name, at)

    def ask(self, document: str, reading: Reading | None = None, **variables: Any) -> Answer:
        return self.interpreter.answer(reading or self.reading(), document, variables)

    def told(self, document: str, reading: Reading | None = None, **variables: Any) -> Any:
        answer = self.ask(document, reading, **variables)
        assert not answer.refused
        return answer.data

    def keys(self, arguments: str, reading: Reading | None = None) -> list[str]:
        """The keys of the gardens in a list with these arguments."""
        found = self.told(f"{{ gardens({arguments}) {{ nodes {{ key }} }} }}", reading)
        return [each["key"] for each in found["gardens"]["nodes"]]
