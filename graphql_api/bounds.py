"""What an operator lets callers do, beside the limits that are the same everywhere (graphql_api/limits.py)."""

from pathlib import Path
from typing import NamedTuple


class Bounds(NamedTuple):
    """`rate` requests a second for each credential, 0 for any number; so many `subscriptions` open at the same time
    for each; the trusted `documents` (a folder or a manifest), and whether those are the only ones that are answered.
    """

    rate: float = 10_000.0
    subscriptions: int = 200
    documents: Path | None = None
    documents_only: bool = False


GENEROUS = Bounds()
"""What is allowed where nothing is said."""
