"""What a matrix and a delegation may say."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from domain.authority.state import Authority
from domain.authority.terms import MatrixLine
from domain.shared.act import EVERY_ACT, Act, Grant
from domain.shared.refusal import Reason
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
