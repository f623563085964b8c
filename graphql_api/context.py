"""The context of a request: who asks, the product that answers, and what has been read for it already."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from graphql.pyutils import Path
from strawberry.dataloader import DataLoader

from application.access import Access, Caller
from application.delivery.consuming import Consuming
from application.delivery.webhooks.secrets import Secrets
from application.integrity.log import TransparencyLog
from application.integrity.notary import Notary
from application.ledger import Ledger
from application.reading import Reads
from domain.shared.room import Room
from graphql_api.plans import Names, OperationPlan, Plans
from graphql_api.refusals import NOT_YET, ONE_MOMENT
from graphql_api.threads import Threads, may_block
from projections.compiling.template import Given
from projections.dialect import Sql
from projections.runner import Runner
from projections.views import Reader, Views
from projections.visibility import Viewer

BEGINNING = datetime(1900, 1, 1, tzinfo=UTC)
"""Nothing was recorded before; and there are days from which others can be reckoned back."""


class Product(Protocol):
    """What the API needs of the running product."""

    @property
    def access(self) -> Access: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def views(self) -> Views: ...

    @property
    def runner(self) -> Runner: ...

    @property
    def log(self) -> TransparencyLog: ...

    @property
    def reads(self) -> Reads: ...

    @property
    def notary(self) -> Notary: ...

    @property
    def consuming(self) -> Consuming: ...

    @property
    def secrets(self) -> Secrets: ...


class Moment(NamedTuple):
    """The source of the questions about an earlier moment: a place in the log, and what the clock said.

    Without a clock the moment is when the event at that place was recorded.
    """

    at: int
    clock: datetime | None = None


def then(source: Any) -> Moment | None:
    """The moment that a question at the root is about; None for now."""
    return source if isinstance(source, Moment) else None


def past(source: Any) -> int | None:
    """The position that a question at the root is about; None for now."""
    return source.at if isinstance(source, Moment) else None


def assembled(names: Names, answers: Iterator[bytes | None]) -> bytes:
    """The answers, each under its name. Names are GraphQL's own letters, so they need no escaping."""
    members = []
    for name, inside in names:
        answer = next(answers) if inside is None else assembled(inside, answers)
        members.append(b'"%b":%b' % (name.encode(), answer or b"null"))
    return b"{%b}" % b",".join(members)


def position_in(product: Product, arguments: Mapping[str, Any]) -> int:
    """The position in the log that `position` or `at` means. Refuses ONE_MOMENT, NOT_YET."""
    position, moment, views = arguments.get("position"), arguments.get("at"), product.views
    if position is None and moment is not None:
        may_block()
        return views.position_at(moment)
    if position is None or moment is not None:
        raise ONE_MOMENT()
    if position > product.runner.status().position:
        may_block()
        if position > (newest := views.position()):
            raise NOT_YET(position=position, newest=newest)
    return int(position)


class RequestContext:
    """What every resolver of a request is given as `info.context`."""

    def __init__(self, product: Product, threads: Threads, caller: Caller, plans: Plans, variables: Any) -> None:
        self.product = product
        self.threads = threads
        self.caller = caller
        self.plans = plans
        self.viewer = Viewer(caller.person, caller.roles, caller.scopes, caller.in_place_of)
        self._variables = variables
        self._loaders: dict[Hashable, DataLoader[Any, Any]] = {}
        self._meant: dict[tuple[Any, Any], Moment] = {}
        self._asked_of: dict[Path, Moment] = {}

    def given(self, of: Moment | None) -> Given:
        """What is given to the statements that answer, about now or about an earlier moment."""
        return Given(self.viewer, of and of.at, self._variables, self, of and of.clock)

    def reader(self, at: int | None = None) -> Reader:
        """The views as the caller may see them, now or as they were at a position."""
        return self.product.views.as_seen_by(self.viewer, at)

    def filled(self, plan: OperationPlan) -> Sql | None:
        """The statement that answers an operation which the views can answer alone; None where nothing is asked."""
        return plan.statement.filled(self.given(None)) if plan.statement else None

    async def whole_answer(self, plan: OperationPlan, statement: Sql | None) -> bytes:
        """The whole answer to such an operation: one statement, one moment."""
        answers = await self._told(statement) if statement else []
        return b'{"data":%b}' % assembled(plan.names, iter(answers))

    async def _told(self, statement: Sql) -> Sequence[bytes | None]:
        return await self.product.views.database.told(*statement, self.threads.work)

    def meant(self, arguments: Mapping[str, Any]) -> Moment:
        """The moment that `asOf` means, one for all that is asked of it. Refuses ONE_MOMENT, NOT_YET.

        At a moment that is yet to come it is now: nobody has seen a later clock.
        """
        position, at = arguments.get("position"), arguments.get("at")
        if (position, at) not in self._meant:
            clock = at and min(at, self.product.ledger.clock())
            self._meant[position, at] = Moment(position_in(self.product, arguments), clock)
        return self._meant[position, at]

    def position(self, arguments: Mapping[str, Any]) -> int:
        """The position of the moment that is meant. Refuses ONE_MOMENT, NOT_YET."""
        return self.meant(arguments).at

    def travel(self, path: Path, moment: Moment) -> Moment:
        """The moment, which is from here on that of whatever is asked below the path."""
        self._asked_of[path] = moment
        return moment

    def asked_of(self, path: Path | None, at: int) -> Moment:
        """The moment of a row at a position, which was asked for at a path."""
        while path and path not in self._asked_of:
            path = path.prev
        found = self._asked_of[path] if path else None
        return found if found and found.at == at else Moment(at)

    async def answered(self, source: Any, info: Any) -> Any:
        """What the views answer to a question at the root. Refuses what its arguments refuse."""
        plan = self.plans.field(self.product.views.compiler, info._raw_info)
        (answer,) = await self._told(await self.threads.here(plan.template.filled, self.given(then(source))))
        return plan.shown(answer)

    def row(self, info: Any, table: str, key: str, at: int | None = None) -> Any:
        """An awaitable of a row as it is asked for, or of None where there is none for this caller.

        All that a field asks for at the same time is read by one statement.
        """
        views = self.product.views
        plan = self.plans.field(views.compiler, info._raw_info, views.tables[table])

        def read(ids: Sequence[str]) -> list[Any]:
            given = Given(self.viewer, at, self._variables, ids)
            found: dict[str, str] = dict(views.database.read(*plan.template.filled(given)))
            return [plan.shown(found.get(each)) for each in ids]

        return self.load(("row", id(plan.template), at), key, read)

    def record(self, room: Room, id: str, at: int | None) -> Any:
        """The state of a record, now or as it was at a position."""
        ledger = self.product.ledger
        return ledger.world().get(room.state, id) if at is None else ledger.then(room, id, at)

    def moment(self, of: Moment | None) -> datetime:
        """Now; or what the clock said then, which is when the position was recorded if nothing else is told.

        It is never before BEGINNING.
        """
        if of is None:
            return self.product.ledger.clock()
        may_block()
        return max(of.clock or self.product.views.moment(of.at), BEGINNING)

    def load(self, batch: Hashable, key: Any, read: Callable[[Sequence[Any]], Sequence[Any]]) -> Any:
        """The value for a key, read together with all others that are asked of the same batch at the same time."""
        if batch not in self._loaders:

            async def read_together(keys: list[Any]) -> Sequence[Any]:
                return await self.threads.work(read, keys)

            self._loaders[batch] = DataLoader(read_together)
        return self._loaders[batch].load(key)

    def forget(self) -> None:
        """Read anew whatever is asked from here on: something has been recorded."""
        self._loaders.clear()
