"""The context of a request: who asks, the product that answers, and what has been read for it already."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Any, Protocol

from strawberry.dataloader import DataLoader

from application.access import Access, Caller
from application.ledger import Ledger
from graphql_api.threads import Threads
from projections.runner import Runner
from projections.views import Page, Views
from projections.visibility import Viewer


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


class RequestContext:
    """What every resolver of a request is given as `info.context`."""

    def __init__(self, product: Product, threads: Threads, caller: Caller) -> None:
        self.product = product
        self.threads = threads
        self.caller = caller
        self.reader = product.views.as_seen_by(Viewer(caller.person, caller.roles, caller.scopes))
        self._loaders: dict[Hashable, DataLoader[Any, Any]] = {}
        self._totals: DataLoader[Page, int] = DataLoader(self._count, cache=False)

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

    def counted(self, page: Page) -> Awaitable[int]:
        """How many rows the whole list of a page has. Pages that were read together are counted together."""
        return self._totals.load(page)

    async def _count(self, pages: list[Page]) -> list[int]:
        return await self.threads.work(lambda: [page.total() for page in pages])
