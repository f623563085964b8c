"""A small room with everything that the API must know how to derive: a garden with beds."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NewType

from msgspec import Struct
from msgspec.structs import replace

from domain.shared.act import Context, act, described
from domain.shared.ids import PersonId
from domain.shared.lifecycle import UNBORN, Lifecycle, move
from domain.shared.recorded import Stamp
from domain.shared.refusal import Reason
from domain.shared.room import Obligation, Part, Room, Rule, Work, shown
from domain.shared.term import Role, Term
from domain.shared.values import Line

GardenId = NewType("GardenId", str)
BedId = NewType("BedId", str)

TOO_SMALL = Reason("garden.too_small", "{area} m² is too small.", "{area}平方米太小。")


class Status(Term):
    """A garden is open until it is closed."""

    OPEN = "OPEN", "开放"
    CLOSED = "CLOSED", "关闭"


class BedStatus(Term):
    """A bed lies fallow until something grows in it."""

    FALLOW = "FALLOW", "休耕"
    PLANTED = "PLANTED", "已种植"


class Plant(Struct, frozen=True, kw_only=True):
    """Something that grows."""

    name: Line
    sown: date | None = None
    gardener: PersonId | None = None
    """Who looks after it."""


class Bed(Struct, frozen=True, kw_only=True):
    """A bed in a garden."""

    id: BedId
    status: BedStatus = BedStatus.FALLOW
    area: Decimal
    plants: tuple[Plant, ...] = ()


class Garden(Struct, frozen=True, kw_only=True):
    """A garden with beds in it."""

    id: GardenId
    status: Status = Status.OPEN
    name: str
    area: Decimal
    """In square metres."""
    opened: datetime
    closes: date | None = None
    public: bool = False
    gardener: PersonId | None = None
    helpers: tuple[PersonId, ...] = ()
    neighbour: GardenId | None = None
    counts: Mapping[str, int] = {}
    """How many there are of each kind of plant."""
    best: Plant | None = None
    beds: Mapping[BedId, Bed] = {}

    @shown
    def large(self) -> bool:
        """Whether it has a hundred square metres or more."""
        return self.area >= 100


class GardenOpened(Struct, frozen=True, kw_only=True, tag="garden.opened"):
    """A garden was laid out."""

    name: str
    area: Decimal
    closes: date | None
    public: bool
    gardener: PersonId | None
    helpers: tuple[PersonId, ...]
    neighbour: GardenId | None
    counts: Mapping[str, int]
    best: Plant | None


class GardenRenamed(Struct, frozen=True, kw_only=True, tag="garden.renamed"):
    """It has another name."""

    name: str


class GardenClosed(Struct, frozen=True, kw_only=True, tag="garden.closed"):
    """It is closed for good."""


class BedDug(Struct, frozen=True, kw_only=True, tag="garden.bed.dug"):
    """There is a new bed."""

    bed: BedId
    area: Decimal


class BedPlanted(Struct, frozen=True, kw_only=True, tag="garden.bed.planted"):
    """Something grows in the bed."""

    bed: BedId
    plants: tuple[Plant, ...]


GardenEvent = GardenOpened | GardenRenamed | GardenClosed | BedDug | BedPlanted
LIFECYCLE: Lifecycle[Status] = Lifecycle(
    {
        GardenOpened: move(UNBORN, to=Status.OPEN),
        GardenRenamed: move(Status.OPEN),
        GardenClosed: move(Status.OPEN, to=Status.CLOSED),
        BedDug: move(Status.OPEN),
        BedPlanted: move(Status.OPEN),
    }
)
BED_LIFECYCLE: Lifecycle[BedStatus] = Lifecycle(
    {BedDug: move(UNBORN, to=BedStatus.FALLOW), BedPlanted: move(BedStatus.FALLOW, to=BedStatus.PLANTED)}
)


def evolve(garden: Garden | None, event: GardenEvent, stamp: Stamp) -> Garden:
    match event:
        case GardenOpened():
            return Garden(
                id=GardenId(stamp.record), name=event.name, area=event.area, opened=stamp.at, closes=event.closes,
                public=event.public, gardener=event.gardener, helpers=event.helpers, neighbour=event.neighbour,
                counts=event.counts, best=event.best,
            )  # fmt: skip
        case GardenRenamed(name=name):
            assert garden is not None
            return replace(garden, name=name)
        case _:
            assert garden is not None
            return garden


def evolve_bed(bed: Bed | None, event: GardenEvent, _: Stamp) -> Bed:
    if isinstance(event, BedDug):
        return Bed(id=event.bed, area=event.area)
    assert bed is not None
    assert isinstance(event, BedPlanted)
    return replace(bed, plants=event.plants)


@act("开辟", Role.ADM, Role.EMP)
def open_(
    context: Context,
    *,
    name: Line,
    area: Decimal,
    closes: date | None = None,
    public: bool = False,
    gardener: PersonId | None = None,
    helpers: tuple[PersonId, ...] = (),
    neighbour: GardenId | None = None,
    counts: Mapping[str, int] = {},
    best: Plant | None = None,
) -> Iterator[GardenOpened]:
    """Lay out a garden (GARDEN-01)."""
    if area < 1:
        raise TOO_SMALL(area=area)
    yield GardenOpened(
        name=name, area=area, closes=closes, public=public, gardener=gardener, helpers=helpers, neighbour=neighbour,
        counts=counts, best=best,
    )  # fmt: skip


@act("更名", Role.ADM, Role.EMP)
def rename(garden: Garden, context: Context, *, name: Line) -> Iterator[GardenRenamed]:
    """Give it another name."""
    if name != garden.name:
        yield GardenRenamed(name=name)


@act("关闭", Role.ADM)
def close(garden: Garden, context: Context) -> Iterator[GardenClosed]:
    """Close it for good."""
    yield GardenClosed()


@act("挖床", Role.ADM, Role.EMP)
def dig(garden: Garden, context: Context, *, area: Decimal) -> Iterator[BedDug]:
    """Make a bed."""
    yield BedDug(bed=BedId(context.new_id("bed")), area=area)


@act("种植", Role.ADM, Role.EMP)
def plant(garden: Garden, bed: Bed, context: Context, *, plants: tuple[Plant, ...]) -> Iterator[BedPlanted]:
    """Plant something in a bed."""
    yield BedPlanted(bed=bed.id, plants=plants)


@act("提醒", Role.SYSTEM)
def wake(garden: Garden, context: Context) -> Iterator[GardenClosed]:
    """Close it when its day has come."""
    yield GardenClosed()


def work(garden: Garden) -> Iterator[Work]:
    for bed in garden.beds.values():
        if bed.status is BedStatus.FALLOW and garden.gardener:
            yield Work(act="garden.plant", title=garden.name, part=bed.id, person=garden.gardener, since=garden.opened)


PLANTING = Rule("garden.planting", "种植", "Plant every bed.", "GARDEN-02", ("garden.plant",))


def obligations(garden: Garden) -> Iterator[Obligation]:
    for bed in garden.beds.values():
        if bed.status is BedStatus.FALLOW and garden.status is Status.OPEN:
            role, due = None if garden.gardener else Role.EMP, garden.closes or date(2026, 3, 1)
            yield Obligation(
                rule=PLANTING, part=bed.id, title=garden.name, person=garden.gardener, role=role, due=due
            )


ROOM = Room(
    name="garden",
    zh="花园",
    id=GardenId,
    state=Garden,
    events=GardenEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts={
        made.verb: made
        for made in (described("garden", f.__name__.rstrip("_"), f) for f in (open_, rename, close, dig, plant, wake))
    },
    parts=(Part("bed", "苗床", BedId, Bed, "beds", BED_LIFECYCLE, evolve_bed),),
    work=work,
    obligations=obligations,
)
