"""How an operation is answered: compiled once, for the database alone where it can answer everything that is asked."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

import orjson
from graphql import (
    DirectiveNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
)
from graphql.execution.values import VariableValues

from graphql_api.asking import Arguments, Asked, Asking, found
from graphql_api.threads import may_block
from projections.compiling.compiler import Compiler
from projections.compiling.template import Given, Hole, Template
from projections.dialect import Sql
from projections.tables import Table

MOST = 200
"""Plans that are kept of one operation: its switches may be set in many ways."""


class Plan(NamedTuple):
    """SQL for what one field asks. What is `composed` is put together with answers from elsewhere."""

    template: Template
    composed: bool

    def shown(self, answer: str | bytes | None) -> Any:
        """The database's answer as the value of the field: passed on as it is, or to be looked into."""
        if answer is None:
            return None
        return orjson.loads(answer) if self.composed else orjson.Fragment(answer)

    def alone(self, compiler: Compiler) -> "Plan":
        """The same as a statement of its own."""
        return self._replace(template=compiler.statement([self.template]))


Names: TypeAlias = tuple[tuple[str, "Names | None"], ...]
"""Under which names the answers are told, in their order; with names inside, where it is asked about the past."""


class OperationPlan(NamedTuple):
    """An operation that the database answers alone: by one statement, or by none where nothing is asked of it."""

    names: Names
    statement: Template | None


class Plans:
    """The plans of one operation, for each setting of the variables that switch parts of it on and off."""

    def __init__(
        self, schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
    ) -> None:
        self._schema, self._operation, self._fragments = schema, operation, fragments
        directives = (each for part in (operation, *fragments.values()) for each in found(part, DirectiveNode))
        self._switches = sorted({each.name.value for one in directives for each in found(one, VariableNode)})
        self._whole: dict[Any, OperationPlan | None] = {}
        self._fields: dict[Any, Plan] = {}

    def operation(self, compiler: Compiler, variables: VariableValues) -> OperationPlan | None:
        """The whole operation as the database answers it; None where it cannot do so alone."""
        setting = self._setting(variables)
        if setting not in self._whole:
            may_block()
            asking, kind = Asking(self._schema, self._fragments, variables), self._schema.query_type
            asks = kind and self._operation.operation is OperationType.QUERY
            made = self._questions(asking, kind, [self._operation], compiler) if kind and asks else None
            kept(self._whole)[setting] = made and operation_plan(*made, compiler)
        return self._whole[setting]

    def field(self, compiler: Compiler, info: GraphQLResolveInfo[Any], table: Table | None = None) -> Plan:
        """What one field asks; where a table is named, a statement for rows of it by id."""
        path = tuple(step for step in info.path.as_list() if isinstance(step, str))
        key = (path, self._setting(info.variable_values))
        if key not in self._fields:
            field = info.parent_type.fields[info.field_name]
            asking = Asking(self._schema, self._fragments, info.variable_values)
            plan = planned(Asked(asking, field, info.field_nodes), compiler, table)
            kept(self._fields)[key] = plan if table else plan.alone(compiler)
        return self._fields[key]

    def _setting(self, variables: VariableValues) -> tuple[Any, ...]:
        return tuple(variables.coerced.get(name) for name in self._switches)

    def _questions(
        self, asking: Asking, kind: GraphQLObjectType, nodes: Iterable[Any], compiler: Compiler
    ) -> tuple[Names, list[Template]] | None:
        """Names of what is asked, and a column for each answer; None where the database does not have it all."""
        names: list[tuple[str, Names | None]] = []
        answers: list[Template] = []
        for name, asked in asking.collected(kind, nodes).items():
            if asked[0].name.value.startswith("__"):
                return None
            field = Asked(asking, kind.fields[asked[0].name.value], asked)
            if field.definition.travels:
                inside = self._questions(asking, kind, asked, compiler)
                if inside is None or not inside[1]:
                    return None
                names.append((name, inside[0]))
                answers += [then(field.arguments(), each) for each in inside[1]]
                continue
            plan = planned(field, compiler) if field.definition.asks else None
            if plan is None or plan.composed:
                return None
            names.append((name, None))
            answers.append(plan.template)
        return tuple(names), answers


def operation_plan(names: Names, answers: list[Template], compiler: Compiler) -> OperationPlan:
    return OperationPlan(names, compiler.statement(answers) if answers else None)


def then(arguments: Arguments, answer: Template) -> Template:
    """The answer as it was at the moment which the arguments say."""
    known = answer.remembered()

    def written(given: Given) -> Sql:
        return known.written(given.root.given(given.root.meant(arguments(given))))

    return Template(Hole(written, None))


def planned(asked: Asked, compiler: Compiler, table: Table | None = None) -> Plan:
    """The plan for a field. Read once more where it turns out that the answer will be looked into."""
    for composed in (False, True):
        again = replace(asked, asking=replace(asked.asking, composed=composed))
        if table:
            template = compiler.rows(table, again.fields(), lambda given: given.root)
        else:
            template = again.definition.asks(again, compiler)
        if again.asking.composed == composed:
            break
    return Plan(template, composed)


def kept(plans: dict[Any, Any]) -> dict[Any, Any]:
    """The plans, so few that another may be added."""
    if len(plans) >= MOST:
        plans.clear()
    return plans
