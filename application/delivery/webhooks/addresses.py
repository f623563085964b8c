"""Where webhooks may go: to public addresses, looked up for each attempt, and to this machine where that is allowed.

The connection is made to the very address that was checked: a name that leads elsewhere a moment later leads nowhere.
"""

import asyncio
import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""IPv6 that stands for IPv4 (NAT64): what is inside counts."""


class NotAllowed(Exception):
    """Webhooks may not be sent there."""


async def resolved(host: str, port: int, loopback: bool) -> str:
    """The address to connect to; this machine's own if `loopback`. Raises NotAllowed, OSError when there is none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return chosen([str(sockaddr[0]) for *_, sockaddr in found], loopback)


def chosen(addresses: Sequence[str], loopback: bool) -> str:
    """The first of them, if every one is allowed: a name that is partly ours is not trusted. Raises NotAllowed."""
    for each in addresses:
        if not allowed(ip_address(each.partition("%")[0]), loopback):
            raise NotAllowed(f"{each} is not a public address")
    return addresses[0]


def allowed(address: IPv4Address | IPv6Address, loopback: bool) -> bool:
    """Whether the address is somebody's on the public network, or this machine's where that is allowed."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return allowed(address.ipv4_mapped, loopback)
        if address.sixtofour or address.teredo or any(address in each for each in TRANSLATED):
            return False
    if address.is_loopback:
        return loopback
    return address.is_global and not address.is_multicast and not address.is_reserved
