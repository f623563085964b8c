"""One request: who asks, what is there to ask, and what has been asked already."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from strawberry.dataloader import DataLoader

from application.access import Access, Caller
from application.ledger import Ledger
from projections.runner import Runner
from projections.views import Page, Views
from projections.visibility import Viewer

T = TypeVar("T")


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


class Threads:
    """Where blocking calls go, so that the event loop never waits: work in one pool, waiting in another."""

    def __init__(self) -> None:
        self._work = ThreadPoolExecutor(8, "work")
        self._waits = ThreadPoolExecutor(32, "wait")

    async def work(self, call: Callable[..., T], *arguments: Any) -> T:
        """The result of a call that reads or records."""
        return await asyncio.get_running_loop().run_in_executor(self._work, call, *arguments)

    async def wait(self, call: Callable[..., T], *arguments: Any) -> T:
        """The result of a call that waits for something to happen."""
        return await asyncio.get_running_loop().run_in_executor(self._waits, call, *arguments)

    def close(self) -> None:
        self._work.shutdown()
        self._waits.shutdown()


class Asking:
    """The context of every resolver of a request."""

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

            async def together(keys: list[Any]) -> Sequence[Any]:
                return await self.threads.work(read, keys)

            self._loaders[batch] = DataLoader(together)
        return self._loaders[batch].load(key)

    def forget(self) -> None:
        """Read anew whatever is asked from here on: something has been recorded."""
        self._loaders.clear()

    def counted(self, page: Page) -> Awaitable[int]:
        """How many rows the whole list of a page has. Pages that were read together are counted together."""
        return self._totals.load(page)

    async def _count(self, pages: list[Page]) -> list[int]:
        return await self.threads.work(lambda: [page.total() for page in pages])
