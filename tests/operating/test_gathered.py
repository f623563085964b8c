"""What is written in one turn of the event loop goes out together, in its order, and all of it."""

import asyncio
from collections.abc import Callable, Iterable

from opsledger.listening import MUCH, Gathered


class Recorded(asyncio.Transport):
    """What was sent, call by call."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def writelines(self, list_of_data: Iterable[bytes]) -> None:  # type: ignore[override]
        self.sent.append(b"".join(list_of_data))

    def close(self) -> None:
        self.sent.append(b"closed")

    def is_closing(self) -> bool:
        return b"closed" in self.sent


def sent(*turns: Callable[[Gathered], None]) -> list[bytes]:
    """What a transport sends, each of these being done in a turn of its own."""

    async def scene() -> list[bytes]:
        recorded = Recorded()
        gathered = Gathered(recorded)
        for turn in turns:
            turn(gathered)
            await asyncio.sleep(0)
        assert gathered.is_closing() == recorded.is_closing()
        return recorded.sent

    return asyncio.run(scene())


def test_what_is_written_in_one_turn_is_sent_together() -> None:
    def answer(transport: Gathered) -> None:
        transport.write(b"head ")
        transport.write(b"body")

    assert sent(answer, answer) == [b"head body", b"head body"]


def test_what_comes_later_is_not_waited_for() -> None:
    assert sent(lambda each: each.write(b"head"), lambda each: each.write(b"event")) == [b"head", b"event"]


def test_much_is_not_kept_back() -> None:
    def stream(transport: Gathered) -> None:
        for _ in range(4):
            transport.write(b"x" * MUCH)
        transport.write(b"end")

    assert [len(each) for each in sent(stream)] == [2 * MUCH, 2 * MUCH, 3]


def test_what_is_left_is_sent_before_it_is_closed() -> None:
    def leave(transport: Gathered) -> None:
        transport.write(b"bye")
        transport.close()

    assert sent(leave) == [b"bye", b"closed"]
