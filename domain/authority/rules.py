"""What a matrix and a delegation may say."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from domain.authority.state import Authority, MatrixContent
from domain.authority.terms import Condition, MatrixLine
from domain.shared.act import EVERY_ACT, Act, Grant
from domain.shared.refusal import Reason
from domain.shared.room import Fields
from domain.shared.term import Role

ACT_UNKNOWN = Reason("authority.act_unknown", "There is no act called {acts}.", "不存在名为{acts}的操作。")
ROLE_BARRED = Reason(
    "authority.role_barred",
    "{role} may not be given {act}: auditors and integrators only read, and administrators make no business decisions.",
    "不得授予{role}执行{act}的权限：审计员和集成方只能查阅，管理员不参与业务决策。",
)
UNROUTED = Reason(
    "authority.no_route",
    "The matrix leaves cases of {acts} that nobody could decide.",
    "该权限矩阵使{acts}的部分情形无人可以决定。",
)

READERS = frozenset({Role.AUD, Role.INT, Role.SYSTEM})


def known(acts: Iterable[str]) -> None:
    """All acts named exist. Refuses ACT_UNKNOWN."""
    if unknown := sorted({act for act in acts if act not in EVERY_ACT}):
        raise ACT_UNKNOWN(acts=unknown)


def proper(lines: Iterable[MatrixLine]) -> None:
    """No line gives a role what it can never have (requirements §1.1). Refuses ACT_UNKNOWN, ROLE_BARRED."""
    lines = tuple(lines)
    known(line.act for line in lines)
    for line in lines:
        act = EVERY_ACT[line.act]
        if line.role in READERS or (line.role is Role.ADM and act.decides):
            raise ROLE_BARRED(role=line.role, act=act.label)


def routed(lines: Iterable[MatrixLine]) -> None:
    """Every case that could be decided by default can still be decided by somebody. Refuses UNROUTED."""
    proposed: dict[str, list[Grant]] = {}
    for line in lines:
        proposed.setdefault(line.act, []).append(line.grant)
    stuck = [
        EVERY_ACT[name].label
        for name, grants in proposed.items()
        if EVERY_ACT[name].decides
        and any(not any(grant.covers(case.get) for grant in grants) for case in cases(EVERY_ACT[name]))
    ]
    if stuck:
        raise UNROUTED(acts=stuck)


def cases(act: Act) -> Iterator[dict[str, Any]]:
    """The kinds of record that the default lines of an act tell apart."""
    for grant in act.grants:
        for values in product(*grant.where.values()):
            amount = Decimal("Infinity") if grant.up_to is None else grant.up_to
            yield {**dict(zip(grant.where, values, strict=True)), "amount": amount}


def lines_in_force(act: Act, authority: Authority | None) -> tuple[Grant, ...]:
    """The lines of the matrix for an act: the published ones, or else those written at the act."""
    published = authority.lines(act.name) if authority else None
    return act.grants if published is None else published


def proposed(authority: Authority, content: MatrixContent) -> tuple[Fields, Fields]:
    """The lines of each act for which a matrix would have others: as they are in force, and as they would be."""
    asked: dict[str, list[Grant]] = {}
    for line in content.lines:
        asked.setdefault(line.act, []).append(line.grant)
    acts = [EVERY_ACT[name] for name in sorted({*authority.published, *asked})]
    both = ((act.name, list(lines_in_force(act, authority)), asked.get(act.name, list(act.grants))) for act in acts)
    differing = [each for each in both if each[1] != each[2]]
    return (
        {"lines": {name: written(name, stood) for name, stood, _ in differing}},
        {"lines": {name: written(name, wanted) for name, _, wanted in differing}},
    )


def written(act: str, grants: Iterable[Grant]) -> list[MatrixLine]:
    """Lines as a matrix has them; in a list, since all of an act are told as one value."""
    return [
        MatrixLine(
            act=act, role=each.role, up_to=each.up_to,
            where=tuple(Condition(field=name, values=values) for name, values in each.where.items()),
        )
        for each in grants
    ]  # fmt: skip
