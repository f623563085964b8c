"""Units and what stands below them, as of the position that is read."""

from collections import defaultdict

from projections.views import Reader

UNITS = "organisation_unit"


def with_those_below(reader: Reader, unit: str) -> tuple[str, ...]:
    """The unit and every unit below it."""
    below: dict[str | None, list[str]] = defaultdict(list)
    for row in reader.rows(UNITS, columns=["parent"]):
        below[row["parent"]].append(row["id"])
    found = [unit]
    for each in found:
        found += below.pop(each, ())
    return tuple(found)
