"""What can be done to authority: rights are delegated and taken back, matrices proposed and published."""

from collections.abc import Iterator
from datetime import date

from domain.authority.events import (
    AuthorityEstablished,
    DelegationGranted,
    DelegationRevoked,
    MatrixProposed,
    MatrixPublished,
)
from domain.authority.rules import known, lines_in_force, proper, routed
from domain.authority.state import Authority, Delegation, Matrix, MatrixContent
from domain.authority.terms import Condition, MatrixLine
from domain.organisation.state import company
from domain.shared.act import EVERY_ACT, Context, act
from domain.shared.approval import Verdict, ask, sign
from domain.shared.ids import DelegationId, MatrixId, PersonId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.shared.values import Line, Text

LONGEST = 90

REDELEGATION = Reason(
    "authority.redelegation",
    "{person} acts for {principal} and cannot pass that on.",
    "{person}系代{principal}行事，不得转委托。",
)
TO_ONESELF = Reason("authority.delegation_to_oneself", "Nobody delegates to themselves.", "不得委托给本人。")
DELEGATE_GONE = Reason(
    "authority.delegate_not_employed",
    "{delegate} is not employed from {valid_from} to {valid_to}.",
    "{delegate}在{valid_from}至{valid_to}期间并非在职员工。",
)
BACKWARDS = Reason(
    "authority.delegation_period",
    "A delegation must start today or later and must not end before it starts: not {valid_from} to {valid_to}.",
    "委托应自今日或以后开始，且结束日不早于开始日：{valid_from}至{valid_to}无效。",
)
TOO_LONG = Reason(
    "authority.delegation_too_long",
    "The delegation would last {days} days; the longest is {longest}.",
    "委托期为{days}天，最长不得超过{longest}天。",
)
NOT_HELD = Reason(
    "authority.right_not_held",
    "{principal} may not do {acts} and cannot delegate it.",
    "{principal}无权{acts}，不能委托。",
)


@act("建立权限体系", Role.ADM)
def establish(context: Context) -> Iterator[AuthorityEstablished]:
    """Begin the record of authority; until a matrix is published, the default lines hold (ORG-05)."""
    yield AuthorityEstablished()


@act("委托", Role.EMP)
def grant_delegation(
    authority: Authority,
    context: Context,
    *,
    delegate: PersonId,
    valid_to: date,
    reason: Text,
    valid_from: date | None = None,
    acts: tuple[Line, ...] = (),
    where: tuple[Condition, ...] = (),
) -> Iterator[DelegationGranted]:
    """Let somebody act in one's place for at most 90 days, in all acts or those named, within a scope (ORG-08)."""
    principal = context.actor
    if context.on_behalf_of is not None:
        raise REDELEGATION(person=context.actor, principal=context.on_behalf_of)
    if delegate == principal:
        raise TO_ONESELF()
    starts = valid_from or context.today
    timely(starts, valid_to, context.today)
    organisation = company(context.world)
    if not (organisation.roles(delegate, starts) and organisation.roles(delegate, valid_to)):
        raise DELEGATE_GONE(delegate=delegate, valid_from=starts, valid_to=valid_to)
    known(acts)
    held = organisation.roles(principal, context.today)
    if strange := [name for name in acts if not may(authority, name, held)]:
        raise NOT_HELD(principal=principal, acts=[EVERY_ACT[name].label for name in strange])
    yield DelegationGranted(
        delegation=DelegationId(context.new_id("delegation")),
        principal=principal,
        delegate=delegate,
        acts=acts,
        where=where,
        valid_from=starts,
        valid_to=valid_to,
        reason=reason,
    )


@act("撤销委托", Role.OWNER, Role.ADM)
def revoke_delegation(
    authority: Authority, delegation: Delegation, context: Context, *, reason: Text
) -> Iterator[DelegationRevoked]:
    """Take a delegation back before its end (ORG-08)."""
    yield DelegationRevoked(delegation=delegation.id, reason=reason)


@act("提出权限矩阵", Role.ADM)
def propose_matrix(
    authority: Authority, context: Context, *, lines: tuple[MatrixLine, ...]
) -> Iterator[MatrixProposed]:
    """Propose a complete matrix: acts that it does not name keep their default lines (ORG-05)."""
    proper(lines)
    version = len(authority.matrices) + 1
    yield MatrixProposed(
        matrix=MatrixId(context.new_id("matrix")),
        version=version,
        lines=lines,
        request=ask(MatrixContent(version=version, lines=lines), context, None, None),
    )


@act("发布权限矩阵", Role.MGMT, decides=True)
def publish_matrix(
    authority: Authority, matrix: Matrix, context: Context, *, comment: str = ""
) -> Iterator[MatrixPublished]:
    """Put a proposed matrix in force in place of every earlier version (ORG-05)."""
    routed(matrix.content.lines)
    signature = sign(matrix.request, matrix.content, context, Verdict.APPROVED, comment)
    yield MatrixPublished(matrix=matrix.id, version=matrix.content.version, signature=signature)


def timely(starts: date, ends: date, today: date) -> None:
    if not today <= starts <= ends:
        raise BACKWARDS(valid_from=starts, valid_to=ends)
    if (days := (ends - starts).days + 1) > LONGEST:
        raise TOO_LONG(days=days, longest=LONGEST)


def may(authority: Authority, act_name: str, held: frozenset[Role]) -> bool:
    """Whether somebody with these roles can come to do the act; rights by relation show only at the record."""
    return any(line.role in held or line.role.by_relation for line in lines_in_force(EVERY_ACT[act_name], authority))
