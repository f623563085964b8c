"""Events of plans as earlier programs have recorded them, in the shape that they have today (AUDIT-08)."""

from domain.shared.room import Plain


def reminded(event: Plain) -> Plain:
    """Whom a reminder tells was called `people` once."""
    return {**event, "to": event["people"]}


UPCASTS = {"plan.reminded": reminded}
