"""The parameters of an address: whoever misspells one is told, rather than answered as though nothing had been said."""

from collections.abc import Iterable

from domain.shared.refusal import Reason

UNKNOWN = Reason(
    "address.parameter",
    "This address has no parameter {name}; it has {known}.",
    "此地址没有参数{name}；可用参数：{known}。",
)


def require_known(given: Iterable[str], *known: str) -> None:
    """Refuses UNKNOWN for the first parameter that is given and is none of those known."""
    for name in given:
        if name not in known:
            raise UNKNOWN(name=name, known=known or None)
