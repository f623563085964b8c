"""Authority: who may do what, and in whose place."""

from domain.authority import acts, timers
from domain.authority.events import AuthorityEvent
from domain.authority.relations import interested, relations
from domain.authority.rules import proposed
from domain.authority.state import (
    AUTHORITY,
    DELEGATION_LIFECYCLE,
    LIFECYCLE,
    MATRIX_LIFECYCLE,
    Authority,
    Delegation,
    Matrix,
    evolve,
    evolve_delegation,
    evolve_matrix,
)
from domain.authority.timers import wakes
from domain.authority.worklist import work
from domain.shared.act import acts_in
from domain.shared.ids import AuthorityId, DelegationId, MatrixId
from domain.shared.room import Part, Room

ROOM = Room(
    name="authority",
    zh="权限",
    id=AuthorityId,
    state=Authority,
    events=AuthorityEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in("authority", acts, timers),
    parts=(
        Part("delegation", "委托", DelegationId, Delegation, "delegations", DELEGATION_LIFECYCLE, evolve_delegation),
        Part(
            "matrix", "权限矩阵", MatrixId, Matrix, "matrices", MATRIX_LIFECYCLE, evolve_matrix, proposes=proposed
        ),
    ),
    singleton=AUTHORITY,
    relations=relations,
    interested=interested,
    wakes=wakes,
    work=work,
)
