"""Whether all databases of an installation are declared as this program declares them."""

from contextlib import suppress

from application.delivery.database import LAYOUT
from application.integrity import postgres_tiles
from application.integrity.checkpoint import BOOKS
from application.reading import postgres_reads, renewed, sqlite_reads
from application.store import Unavailable
from application.store.declaring import undeclared as undeclared_in

DELIVERIES = ";".join(("CREATE SCHEMA IF NOT EXISTS {schema}", "SET LOCAL search_path TO {schema}", *LAYOUT))
TREES = ("integrity", *(f"integrity_{book}" for book in BOOKS))


def undeclared(target: str, keys: str | None = None) -> list[str]:
    """What is missing, added or otherwise in the ledger and in what is kept beside it. `keys` says where the keys of
    people are, if elsewhere. What an earlier program has laid out is brought up to date. Raises Unavailable.
    """
    with suppress(Unavailable):  # then it is told of below
        renewed(target)
    files = {"reads": sqlite_reads.LAYOUT, "deliveries": LAYOUT}
    schemas = {"reads": postgres_reads.LAYOUT, "deliveries": DELIVERIES, **dict.fromkeys(TREES, postgres_tiles.LAYOUT)}
    return undeclared_in(target, keys or target, files, schemas)
