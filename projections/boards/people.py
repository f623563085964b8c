"""Who works there 人员."""

from domain.organisation.person import PersonStatus
from projections.boards.declaring import Board, Tile, unit
from projections.kpi.declaring import among, is_

BOARD = Board(
    key="people",
    name="People",
    zh="人员",
    tiles=(
        Tile(
            key="employed", name="People employed", zh="在职人员", of="organisation_person", within=unit(), by="unit",
            where=lambda _: among("status", PersonStatus.ACTIVE, PersonStatus.ON_LEAVE),
        ),
        Tile(
            key="away", name="People on leave", zh="休假人员", of="organisation_person", within=unit(), by="unit",
            where=lambda _: is_("status", PersonStatus.ON_LEAVE),
        ),
    ),
)  # fmt: skip
