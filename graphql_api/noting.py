"""Noting what auditors read, before they are answered (AUDIT-09)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple, cast

import orjson
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationType,
    SelectionSetNode,
    Undefined,
    value_from_ast_untyped,
)

from application.reading import Read
from application.transaction import moment
from domain.shared.refusal import Refused
from domain.shared.term import Role
from graphql_api.context import RequestContext
from graphql_api.documents import Prepared
from graphql_api.names import opened
from graphql_api.scalars import parse_moment
from graphql_api.threads import may_block

AS_OF = "asOf"


class Question(NamedTuple):
    """A question at the root: its field, the ids that it names, and the arguments of the `asOf` that it stands in."""

    field: str
    ids: tuple[str, ...] = ()
    moment: Mapping[str, Any] | None = None


class Asked(NamedTuple):
    """Of which position the answer is, whether that was asked for, and by which moment if it was asked by time."""

    position: int
    past: bool
    moment: str | None


def note_read(
    context: RequestContext, schema: GraphQLSchema, prepared: Prepared, variables: Mapping[str, Any]
) -> None:
    """Note what an auditor asks, a line for each moment that it is asked of; of anybody else, nothing.

    Blocks until it is on the disk. Raises Unavailable when it cannot be noted: then it may not be answered.
    """
    if Role.AUD not in context.caller.roles or prepared.operation.operation is OperationType.MUTATION:
        return
    may_block()
    coerced = dict(context.given(None).variables.coerced)
    asking = Asking(prepared.fragments, coerced)
    by_moment: defaultdict[Asked, list[Question]] = defaultdict(list)
    for question in asking.questions(prepared.operation.selection_set):
        by_moment[asked(context, question)].append(question)
    for of, questions in by_moment.items():
        ids = (opened(id, schema.type_map)[1] for question in questions for id in question.ids)
        read = Read(
            at=moment(datetime.now(UTC)),
            actor=context.caller.person,
            roles=tuple(sorted(context.caller.roles)),
            operation=prepared.operation.name.value if prepared.operation.name else "",
            fields=tuple(dict.fromkeys(question.field for question in questions)),
            records=tuple(dict.fromkeys(ids)),
            document=sha256(written(prepared).encode()).hexdigest(),
            variables=sha256(orjson.dumps(variables, option=orjson.OPT_SORT_KEYS)).hexdigest(),
            **of._asdict(),
        )
        context.product.reads.note(read)


def written(prepared: Prepared) -> str:
    """The document as it was sent."""
    assert prepared.document.loc is not None
    return prepared.document.loc.source.body


def asked(context: RequestContext, question: Question) -> Asked:
    """Of what the answer is. What `asOf` refuses is asked of now."""
    if question.moment is not None:
        at = question.moment.get("at")
        try:
            return Asked(context.position(question.moment), True, moment(at) if at else None)
        except Refused:
            pass
    return Asked(context.product.runner.status().position, False, None)


@dataclass(frozen=True, slots=True)
class Asking:
    """Looks for the questions of an operation, as they are written: also those that a directive leaves out."""

    fragments: Mapping[str, FragmentDefinitionNode]
    variables: dict[str, Any]

    def questions(self, selections: SelectionSetNode | None, past: Question | None = None) -> Iterator[Question]:
        """Every question at the root, and within `asOf`."""
        for each in selections.selections if selections else ():
            if isinstance(each, FieldNode):
                yield from self._questions(each, past)
            else:
                inside = self.fragments[each.name.value] if isinstance(each, FragmentSpreadNode) else each
                yield from self.questions(cast("InlineFragmentNode", inside).selection_set, past)

    def _questions(self, node: FieldNode, past: Question | None) -> Iterator[Question]:
        name = node.name.value
        if name.startswith("__"):
            return
        said = {each.name.value: value_from_ast_untyped(each.value, self.variables) for each in node.arguments or ()}
        given = {name: value for name, value in said.items() if value not in (Undefined, None)}
        field = f"{past.field}.{name}" if past else name
        if name == AS_OF:
            yield from self.questions(node.selection_set, Question(AS_OF, moment=moments(given)))
            return
        ids = [given.get("id"), given.get("record"), *(given.get("ids") or ())]
        named = tuple(each for each in ids if isinstance(each, str))
        yield Question(field, named, past.moment if past else None)


def moments(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The arguments of `asOf` as its resolver gets them."""
    at = given.get("at")
    return {"position": given.get("position"), "at": parse_moment(at) if isinstance(at, str) else at}
