"""Webhooks go to public addresses only, and to the very address that was looked at."""

import asyncio
import socket
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

import pytest

from application.delivery.webhooks.addresses import NotAllowed, allowed, chosen
from application.delivery.webhooks.post import Answered, Message, Post
from tests.delivery.receiver import Receiver


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.2", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
        "64:ff9b::a00:1", "2002:a00:1::1", "ff02::1", "2001:db8::1", "192.0.2.1",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(address: str) -> None:
    assert not allowed(ip_address(address), loopback=False)


def test_public_addresses_are_allowed_and_of_several_all_must_be() -> None:
    assert allowed(ip_address("93.184.215.14"), loopback=False)
    assert allowed(ip_address("2606:2800:21f:cb07::1"), loopback=False)
    assert allowed(ip_address("127.0.0.1"), loopback=True)
    assert not allowed(ip_address("10.0.0.1"), loopback=True)
    with pytest.raises(NotAllowed):
        chosen(["93.184.215.14", "10.0.0.1"], loopback=False)


def test_the_connection_goes_to_the_address_that_was_checked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def lookup(_: Any, host: str, port: int, **__: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", lookup)
    port = receiver.url.split(":")[2].split("/")[0]

    async def send() -> Answered:
        post = Post(loopback=True)
        message = Message("an id", b'{"record": "it"}', ["whsec_c2VjcmV0"])
        try:
            return await post.send(f"http://rebound.example:{port}/hook", message, datetime.now(UTC))
        finally:
            await post.close()

    assert asyncio.run(send()).received
    assert asked == ["rebound.example"]
    assert receiver.got[0].headers["host"] == f"rebound.example:{port}"
    assert asyncio.run(send()) == Answered(0, "10.0.0.1 is not a public address")
