"""Whether all databases of an installation are declared as this program declares them."""

from application.delivery.database import LAYOUT
from application.reading import postgres_reads, sqlite_reads
from application.store.declaring import undeclared as undeclared_in


def undeclared(target: str) -> list[str]:
    """What is missing, added or otherwise in the ledger and in what is kept beside it. Raises Unavailable."""
    files = {"reads": sqlite_reads.LAYOUT, "deliveries": LAYOUT}
    return undeclared_in(target, files, {"reads": postgres_reads.LAYOUT})
