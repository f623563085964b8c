"""Media types, and which of those that are offered a caller likes best (RFC 9110, Accept)."""

from collections.abc import Sequence

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"

Wishes = Sequence[tuple[str, float]]


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered type that the Accept header likes best, the first of equals; None when it likes none of them."""
    if not accept:
        return offered[0]
    wishes = [wish(part) for part in accept.split(",")]
    best = max(offered, key=lambda media: liking(media, wishes))
    return best if liking(best, wishes) > 0 else None


def wish(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = next((each.removeprefix("q=") for each in parameters if each.startswith("q=")), "1")
    try:
        return media, float(quality)
    except ValueError:
        return media, 0.0


def liking(media: str, wishes: Wishes) -> float:
    """By the most specific wish that covers the type."""
    ranges = (media, f"{media.partition('/')[0]}/*", "*/*")
    return next((quality for each in ranges for wished, quality in wishes if wished == each), 0.0)


def is_json(content_type: str) -> bool:
    """Whether a request's content is JSON in UTF-8."""
    media, *parameters = (piece.strip().lower() for piece in content_type.split(";"))
    charset = next(
        (each.removeprefix("charset=").strip('"') for each in parameters if each.startswith("charset=")), "utf-8"
    )
    return media == JSON and charset in ("utf-8", "utf8")
