"""What authority waits for, and from whom (API-08)."""

from collections.abc import Iterator

from domain.authority.state import Authority
from domain.authority.terms import MatrixStatus
from domain.shared.room import Work
from domain.shared.term import Role


def work(authority: Authority) -> Iterator[Work]:
    """Proposed matrices wait for management."""
    for matrix in authority.matrices.values():
        if matrix.status is MatrixStatus.DRAFT:
            yield Work(
                act="authority.publish_matrix",
                title=f"权限矩阵 / Authority matrix {matrix.content.version}",
                part=matrix.id,
                role=Role.MGMT,
                since=matrix.request.asked_at,
                barred=(matrix.proposed_by,),
            )
