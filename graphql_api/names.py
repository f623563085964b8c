"""Names in the API, derived from names in the domain; and the opaque ids by which clients name things."""

from collections.abc import Container

IRREGULAR = {"person": "people", "series": "all_series", "matrix": "matrices"}


def camel(name: str) -> str:
    """`occurred_at` -> `occurredAt`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def pascal(name: str) -> str:
    """`plan_task` -> `PlanTask`."""
    return "".join(word.capitalize() for word in name.split("_"))


def plural(name: str) -> str:
    """`plan_task` -> `plan_tasks`, `authority` -> `authorities`, `person` -> `people`."""
    head, underscore, last = name.rpartition("_")
    if last in IRREGULAR:
        many = IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        many = f"{last[:-1]}ies"
    else:
        many = f"{last}es" if last.endswith(("s", "x", "ch", "sh")) else f"{last}s"
    return f"{head}{underscore}{many}"


def id_of(name: str, many: bool = False) -> str:
    """The field that holds the bare id of what the relation `name` leads to: `owner` -> `owner_id`."""
    if name.endswith(("_id", "_ids")):
        return name
    return f"{singular(name)}_ids" if many else f"{name}_id"


def singular(name: str) -> str:
    """One of them: `duties` -> `duty`, `areas` -> `area`."""
    return f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")


def opaque(kind: str, key: str) -> str:
    """The id that clients are given: `Kind:key`."""
    return f"{kind}:{key}"


def opened(id: str, kinds: Container[str]) -> tuple[str | None, str]:
    """The kind and the key inside an opaque id; no kind when the id is a plain key."""
    kind, colon, key = id.partition(":")
    return (kind, key) if colon and kind in kinds and "\0" not in key else (None, id)
