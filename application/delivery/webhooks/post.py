"""Sending one webhook: signed over the bytes that are sent, to an address that was checked, within a time."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from ipaddress import ip_address
from typing import NamedTuple

import httpx
from standardwebhooks import Webhook

from application.delivery.webhooks.addresses import NotAllowed, resolved

PATIENCE = 20.0
"""Seconds for the whole of it: looking the name up, connecting, sending, and hearing the answer."""
READ = 16_384
"""Bytes of an answer that are read so that the connection can be used again."""
MEDIA = "application/cloudevents+json; charset=utf-8"
GONE = 410


class Message(NamedTuple):
    """What is sent: the event's id, the same for all attempts; the body; and the secrets to sign with."""

    id: str
    body: bytes
    secrets: Sequence[str]

    def headers(self, at: datetime) -> dict[str, str]:
        """The headers of an attempt made at that moment."""
        signed = " ".join(Webhook(secret).sign(self.id, at, self.body.decode()) for secret in self.secrets)
        stamped = {"webhook-id": self.id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signed}
        return {"content-type": MEDIA, "user-agent": "OpsLedger", **stamped}


class Answered(NamedTuple):
    """What came of an attempt: the status of the answer, 0 where there was none; and in words."""

    status: int
    said: str

    @property
    def received(self) -> bool:
        """Whether the receiver has it: nothing but 2xx says so."""
        return 200 <= self.status < 300


class Post:
    """Sends messages, many at the same time. `loopback` is whether this machine itself may be sent to."""

    def __init__(self, loopback: bool, patience: float = PATIENCE) -> None:
        self._loopback, self._patience = loopback, patience
        self._clients: dict[str, httpx.AsyncClient] = {}

    async def send(self, url: str, message: Message, at: datetime) -> Answered:
        """Make one attempt. Whatever goes wrong there is told, and raises nothing."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._sent(httpx.URL(url), message.body, message.headers(at))
        except TimeoutError:
            return Answered(0, f"no answer within {self._patience:g} seconds")
        except NotAllowed as no:
            return Answered(0, str(no))
        except (httpx.HTTPError, OSError) as wrong:
            return Answered(0, f"{type(wrong).__name__}: {wrong}".strip(": "))

    async def close(self) -> None:
        """End all connections."""
        for client in self._clients.values():
            await client.aclose()
        self._clients.clear()

    async def _sent(self, url: httpx.URL, body: bytes, headers: Mapping[str, str]) -> Answered:
        address = await resolved(url.host, url.port or (443 if url.scheme == "https" else 80), self._loopback)
        named = {} if is_address(url.host) else {"sni_hostname": url.raw_host.decode()}
        request = self._client(url).stream(
            "POST",
            url.copy_with(host=address),
            content=body,
            headers={**headers, "host": url.netloc.decode()},
            extensions=named,
        )
        async with request as response:
            read = 0
            async for chunk in response.aiter_raw():
                read += len(chunk)
                if read > READ:
                    break
        if response.is_redirect:
            return Answered(response.status_code, f"answered {response.status_code}: redirects are not followed")
        return Answered(response.status_code, f"answered {response.status_code}")

    def _client(self, url: httpx.URL) -> httpx.AsyncClient:
        """The connections to one receiver, never shared: what was proved of one name does not count for another."""
        key = f"{url.scheme}://{url.netloc.decode()}"
        if key not in self._clients:
            self._clients[key] = httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=None)
        return self._clients[key]


def is_address(host: str) -> bool:
    """Whether the host is an address and no name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
