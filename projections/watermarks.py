"""Watermarks: the latest moment at which anything up to a position is said to have happened.

What is written down afterwards happened before what is already there, so in the order of time are versions that began
at any position. The watermark of a position says after which moment there is none of those that had begun by then.
"""

from datetime import datetime

from msgspec import Struct

from projections.across import RowId
from projections.tables import Reading, about_all

EVERY = 256
"""One is kept for so many positions: the walk begins at the next one, after fewer events than that."""


class Watermark(Struct, frozen=True, kw_only=True):
    """The latest moment up to a position."""

    id: RowId
    position: int
    latest: datetime


WATERMARK = about_all("watermark", "水位", Watermark, Reading(()), grows=True)


def watermark(position: int, latest: datetime) -> Watermark:
    """The watermark of the position."""
    return Watermark(id=RowId(str(position)), position=position, latest=latest)
