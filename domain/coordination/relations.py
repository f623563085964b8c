"""Who stands how to a request for coordination: who asks for it, who speaks for a unit, whose matter it is."""

from collections.abc import Iterable, Mapping

from domain.coordination.answer import Answer
from domain.coordination.state import Coordination
from domain.organisation.state import company
from domain.shared.act import World
from domain.shared.ids import PersonId
from domain.shared.term import Role


def relations(
    coordination: Coordination, answer: Answer | None, world: World
) -> Mapping[Role, Iterable[PersonId | None]]:
    """The requester; the head who speaks for a unit that is asked."""
    return {
        Role.APPLICANT: (coordination.requester,),
        Role.HEAD: (company(world).head(answer.through),) if answer else (),
    }


def interested(coordination: Coordination, _: Answer | None, __: World) -> Iterable[PersonId]:
    """No party to the matter concludes it, or decides on it."""
    return coordination.parties
