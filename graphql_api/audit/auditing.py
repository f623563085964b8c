"""What the audit adds to the questions at the root."""

from collections.abc import Iterator

from graphql_api.audit import differences, dossiers, proofs, replaying
from graphql_api.object_types import ObjectTypes
from graphql_api.strawberry_types import Field


def questions(types: ObjectTypes) -> Iterator[tuple[str, Field]]:
    """The fields of the type Query that auditors ask by."""
    yield from proofs.questions()
    yield from differences.questions(types)
    yield from replaying.questions(types)
    yield from dossiers.questions(types)
