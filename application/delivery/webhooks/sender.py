"""Sends webhooks: one process at a time does, to many receivers at once, and for each record one event at a time."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from threading import Event, Thread
from time import monotonic

from application.access import Access, Caller
from application.deciding import by_system
from application.delivery.consuming import Consuming, Handed
from application.delivery.deliveries import ENDED
from application.delivery.values import Lease, Outcome, Settled
from application.delivery.webhooks.body import Bodies, NoBody
from application.delivery.webhooks.post import GONE, Message, Post
from application.delivery.webhooks.schedule import pause
from application.delivery.webhooks.secrets import OtherKey, Secrets
from application.feeds.events import Item
from application.store import Unavailable
from domain.consumer import ROOM
from domain.consumer.claims import ALL, SENDING
from domain.consumer.state import Consumer
from domain.consumer.terms import ConsumerStatus, Suspension
from domain.shared.refusal import Refused

LEADERSHIP = "webhooks"
AT_ONCE = 64
"""Messages under way at the same time, to all receivers together."""
TO_ONE = 16
"""Records of which events are under way to one receiver at the same time."""
TAKEN = 200
"""Events of one receiver that are taken at once, at most."""
LEASE = 180
"""Seconds for which they are this process's."""
MARGIN = 30
"""Seconds before the end of a lease at which no attempt is begun any more."""
NAP = 0.25
"""Seconds after which is looked whether to stop, or to send to another consumer."""
PATIENCE = 30.0
"""Seconds after which a process without the key looks again."""
GATHER = 0.02
"""Seconds in which more may come, or come to an end, so that it is looked at together: looking is most of the work."""
REST = 1.0
"""Seconds after which is looked again though nothing has happened: for leadership, and for attempts that are due."""

logger = logging.getLogger(__name__)


class Sender:
    """Sends webhooks for as long as this process leads."""

    def __init__(self, consuming: Consuming, access: Access, secrets: Secrets, bodies: Bodies, post: Post) -> None:
        self._consuming, self._access, self._secrets = consuming, access, secrets
        self._bodies, self._post = bodies, post
        self._ledger = consuming.ledger
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._served: dict[str, tuple[int, float]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        """Send, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Give up what is under way, which is sent again, and stop."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            while not self._stopped.is_set():
                try:
                    runner.run(self._lead())
                    self._stopped.wait(REST)
                except Unavailable as wrong:
                    logger.warning("webhooks cannot be sent: %s. Trying again.", wrong)
                    self._stopped.wait(REST)
                except OtherKey as wrong:
                    logger.error("no webhooks are sent by this process: %s", wrong)
                    self._stopped.wait(PATIENCE)
                except Exception:
                    logger.exception("the sender of webhooks failed and tries again")
                    self._stopped.wait(REST)

    async def _lead(self) -> None:
        """Serve all consumers while this process leads, which it does not begin without the key. Raises OtherKey."""
        leading = False
        try:
            while not self._stopped.is_set():
                consumers = await asyncio.to_thread(self._active)
                leads = await asyncio.to_thread(self._leads) if consumers else False
                if not leads:
                    return
                if not leading:
                    await asyncio.to_thread(self._take_over, consumers)
                leading = True
                head = await asyncio.to_thread(self._ledger.store.head)
                self._begin(consumers, head)
                if await asyncio.to_thread(self._ledger.store.wait, head, NAP):
                    await asyncio.sleep(GATHER)
        finally:
            await self._give_up()

    def _leads(self) -> bool:
        self._secrets.require()
        return self._ledger.store.leads(LEADERSHIP)

    def _take_over(self, consumers: Iterable[Consumer]) -> None:
        """Whoever led before is gone and holds nothing; nor does anything wait for consumers that are gone."""
        deliveries, world = self._consuming.deliveries, self._ledger.world()
        for each in consumers:
            deliveries.let_go(each.id)
        for id in deliveries.consumers():
            if (known := world.get(Consumer, id)) is None or not known.live:
                deliveries.forget(id)

    def _begin(self, consumers: Iterable[Consumer], head: int) -> None:
        """Serve those for whom there may be something and who are not being served. A fault with one stops no other."""
        for id in [id for id, task in self._serving.items() if task.done()]:
            if wrong := self._serving.pop(id).exception():
                logger.error("webhooks of %s failed and are tried again", id, exc_info=wrong)
        for each in consumers:
            since, at = self._served.get(each.id, (0, 0.0))
            if each.id not in self._serving and (since < head or monotonic() - at > REST):
                self._served[each.id] = head, monotonic()
                self._serving[each.id] = asyncio.create_task(self._serve(each.id))

    async def _give_up(self) -> None:
        """End everything that is under way."""
        tasks, self._serving, self._served = list(self._serving.values()), {}, {}
        for each in tasks:
            each.cancel()
        for each in tasks:
            with suppress(asyncio.CancelledError, Exception):
                await each
        await self._post.close()

    def _active(self) -> list[Consumer]:
        world = self._ledger.world()
        found = (world.get(Consumer, id) for id in world.find(SENDING, ALL))
        return [each for each in found if each]

    async def _serve(self, id: str) -> None:
        """Send a consumer what it is to get, until there is nothing more for now."""
        under_way: set[asyncio.Task[bool]] = set()
        line = asyncio.Semaphore(TO_ONE)
        try:
            while True:
                groups = await asyncio.to_thread(self._take, id) if len(under_way) < TO_ONE else []
                under_way |= {asyncio.create_task(self._deliver(id, line, *each)) for each in groups}
                if not under_way:
                    return
                await asyncio.wait(under_way, timeout=NAP, return_when=asyncio.FIRST_COMPLETED)
                await asyncio.sleep(GATHER)
                done = {each for each in under_way if each.done()}
                under_way -= done
                if not all(list(map(asyncio.Task.result, done))):  # all: a failure in one must not go unseen
                    await asyncio.to_thread(self._consuming.deliveries.let_go, id)
                    return
        finally:
            for each in under_way:
                each.cancel()

    def _take(self, id: str) -> list[tuple[Lease, list[Handed]]]:
        """Events to send, those of one record together; none where the consumer may have none."""
        entitled = self._entitled(id)
        if entitled is None:
            return []
        consumer, caller = entitled
        pulled = self._consuming.pull(consumer, caller, TAKEN, LEASE)
        groups: dict[str, list[Handed]] = {}
        for each in pulled.handed:
            groups.setdefault(each.delivery.subject, []).append(each)
        return [(pulled.lease, each) for each in groups.values()]

    def _entitled(self, id: str) -> tuple[Consumer, Caller] | None:
        """The consumer and by whose rights it is sent to, as both are now; None where it may have nothing any more."""
        consumer = self._ledger.world().get(Consumer, id)
        if consumer is None or consumer.status is not ConsumerStatus.ACTIVE:
            return None
        caller = self._access.of(consumer.owner, consumer.credential)
        if caller is None:
            self._suspend(consumer, Suspension.CREDENTIAL)
            return None
        return consumer, caller

    async def _deliver(self, id: str, line: asyncio.Semaphore, lease: Lease, handed: list[Handed]) -> bool:
        """Send the events of one record one after the other, up to the first that fails; whether to go on at all."""
        settled, goes_on = list[Settled](), True
        async with line:
            for each in handed:
                if self._consuming.now() > lease.until - 1_000 * MARGIN:
                    break
                outcome, goes_on = await self._attempt(id, each)
                if outcome:
                    settled.append(outcome)
                if outcome is None or outcome.outcome not in ENDED:
                    break
            await asyncio.to_thread(self._settle, id, lease, settled)
        return goes_on

    async def _attempt(self, id: str, handed: Handed) -> tuple[Settled | None, bool]:
        """Send one event, as far as that may be now; what came of it, if anything did, and whether to go on at all.

        Events are taken together, and it may be minutes until one is sent: who may have it is looked at once more.
        """
        event = handed.delivery.event
        async with self._places:
            entitled = await asyncio.to_thread(self._entitled, id)
            if entitled is None:
                return None, False
            consumer, caller = entitled
            try:
                body = await asyncio.to_thread(self._body, consumer, caller, handed.item)
            except NoBody as wrong:
                return self._failed(event, handed.delivery.attempt, str(wrong)), True
            except Exception:
                logger.exception("no body could be made of %s", event)
                return self._failed(event, handed.delivery.attempt, "a fault of ours, which is logged"), True
            if body is None:
                return Settled(event, Outcome.WITHHELD), True
            at = self._ledger.clock()
            message = Message(event, body, await asyncio.to_thread(self._secrets.signing, consumer, at))
            answered = await self._post.send(consumer.url, message, at)
        if answered.received:
            return Settled(event, Outcome.DELIVERED, answered.said), True
        if answered.status == GONE:
            await asyncio.to_thread(self._suspend, consumer, Suspension.GONE)
            return Settled(event, Outcome.FAILED, answered.said), False
        return self._failed(event, handed.delivery.attempt, answered.said), True

    def _body(self, consumer: Consumer, caller: Caller, item: Item) -> bytes | None:
        """What is sent; None where the caller may not see the event any more. Raises NoBody."""
        return self._bodies.of(consumer, caller, item) if self._consuming.may_have(caller, item) else None

    def _settle(self, id: str, lease: Lease, settled: list[Settled]) -> None:
        self._consuming.deliveries.settle(id, lease.number, self._consuming.now(), settled)

    def _failed(self, event: str, attempt: int, why: str) -> Settled:
        """Tried again after a pause; set aside when it was the last attempt."""
        wait = pause(attempt)
        if wait is None:
            return Settled(event, Outcome.PARKED, why)
        return Settled(event, Outcome.FAILED, why, self._consuming.now() + round(wait.total_seconds() * 1_000))

    def _suspend(self, consumer: Consumer, why: Suspension) -> None:
        """Pause the consumer in the system's name, unless somebody has done so meanwhile."""
        with suppress(Refused):
            self._ledger.do(by_system(ROOM.acts["suspend"].name, consumer.id, why=why))
