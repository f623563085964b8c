"""What a field of the type Subscription follows."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Protocol, TypeAlias

from strawberry.types.arguments import StrawberryArgument

from application.feeds.events import Events, Wanted
from domain.shared.refusal import Reason
from graphql_api.context import RequestContext
from graphql_api.feed.streams import Batch
from graphql_api.strawberry_types import Field

NOT_AT_ONCE = Reason(
    "subscription.transport",
    "Subscriptions are followed by graphql-transport-ws, or by POST with Accept: text/event-stream.",
    "订阅须通过graphql-transport-ws，或以Accept: text/event-stream的POST请求进行。",
)

Source: TypeAlias = Mapping[str, Any]


class Following(Protocol):
    """What one subscription follows, and what it is told of it."""

    @property
    def after(self) -> int | None:
        """After which position it begins; from now on when there is none."""

    @property
    def wanted(self) -> Wanted:
        """Of which events it hears."""

    @property
    def reads_views(self) -> bool:
        """Whether what is told is read from the views."""

    def common(self, batch: Batch) -> Hashable:
        """The same for all batches of which the same is told to those who ask the same."""

    async def told(self, batch: Batch, context: RequestContext, /) -> Source:
        """The source of the field."""

    def is_news(self, source: Source) -> bool:
        """Whether that has to be told; else it is a sign of life, if one is due."""


Follows: TypeAlias = Callable[[Mapping[str, Any], RequestContext, Events], Following]


class Subscribed(Field):
    """A field of the type Subscription."""

    def __init__(self, kind: Any, doc: str, follows: Follows, arguments: Iterable[StrawberryArgument]) -> None:
        super().__init__(kind, doc, given, arguments)
        self.follows = follows


def given(source: Any, _info: Any, **_: Any) -> Any:
    """What the subscription is told. Refuses NOT_AT_ONCE where it was asked as if it were a query."""
    if source is None:
        raise NOT_AT_ONCE()
    return source


def standing(batch: Batch) -> dict[str, Any]:
    """How the stream stands after the batch: part of everything that a subscription is told."""
    return {"position": batch.position, "caught_up": batch.caught_up, "lagging": batch.lagging}
