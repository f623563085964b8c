"""What a consumer must be like when it is defined."""

from collections.abc import Iterable
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from domain.consumer.events import Start
from domain.consumer.state import covers
from domain.consumer.terms import Channel, Origin
from domain.shared.act import EVERY_ACT, Context
from domain.shared.ids import PersonId, TokenId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from domain.token.state import Token

LONGEST_URL = 2_000
LONGEST_DOCUMENT = 20_000

TYPE_UNKNOWN = Reason("consumer.type_unknown", "There are no events called {types}.", "不存在名为{types}的事件。")
START_UNCLEAR = Reason(
    "consumer.start_unclear",
    "A start at a {origin} names that and nothing else.",
    "起点“{origin}”必须且只能给出相应的值。",
)
URL_MISSING = Reason("consumer.url_missing", "A webhook needs a url.", "推送方式须填写地址。")
URL_NOT_WANTED = Reason(
    "consumer.url_not_wanted",
    "A consumer that pulls has neither a url nor a document.",
    "拉取方式不填写地址和查询文档。",
)
URL_NOT_USABLE = Reason(
    "consumer.url_not_usable",
    "{url} cannot be sent to: it must be https://host/…, without a user, a password or a fragment.",
    "无法推送到{url}：须为https://主机/…，不含用户名、密码和片段。",
)
DOCUMENT_TOO_LONG = Reason(
    "consumer.document_too_long", "The document has more than {most} characters.", "查询文档超过{most}个字符。"
)
NOT_YOUR_TOKEN = Reason(
    "consumer.not_your_token",
    "The consumer would have the rights of {token}, by which you have not come.",
    "该订阅将使用令牌{token}的权限，而您并非以该令牌访问。",
)
TOKEN_NOT_VALID = Reason("consumer.token_not_valid", "The token {token} is not valid.", "令牌{token}无效。")


def token_named(context: Context, token: TokenId | None) -> tuple[TokenId | None, PersonId]:
    """The credential by whose rights events are given, and whose consumer it is.

    Refuses NOT_YOUR_TOKEN unless an administrator names it, TOKEN_NOT_VALID.
    """
    if token is None or token == context.credential:
        return context.credential, context.principal
    if context.role is not Role.ADM:
        raise NOT_YOUR_TOKEN(token=token)
    found = context.world.get(Token, token)
    if found is None or not found.valid(context.now):
        raise TOKEN_NOT_VALID(token=token)
    return token, found.person


def known_types(types: Iterable[str]) -> None:
    """Refuse TYPE_UNKNOWN for filters that no event will ever pass."""
    names = {str(event.__struct_config__.tag) for act in EVERY_ACT.values() for event in (*act.events, *act.effects)}
    if strange := [each for each in types if not any(covers(each, name) for name in names)]:
        raise TYPE_UNKNOWN(types=strange)


def started(origin: Origin, position: int | None, moment: datetime | None) -> Start:
    """From where it begins. Refuses START_UNCLEAR unless just that is given which the origin needs."""
    given = (position is not None, moment is not None)
    if given != (origin is Origin.POSITION, origin is Origin.MOMENT) or (position or 0) < 0:
        raise START_UNCLEAR(origin=origin)
    return Start(origin=origin, position=position, moment=moment)


def addressed(channel: Channel, url: str, document: str) -> None:
    """Refuse URL_NOT_WANTED, URL_MISSING, URL_NOT_USABLE, DOCUMENT_TOO_LONG."""
    if channel is not Channel.WEBHOOK:
        if url or document:
            raise URL_NOT_WANTED()
        return
    if not url:
        raise URL_MISSING()
    if len(url) > LONGEST_URL or not usable(url):
        raise URL_NOT_USABLE(url=url[:LONGEST_URL])
    if len(document) > LONGEST_DOCUMENT:
        raise DOCUMENT_TOO_LONG(most=LONGEST_DOCUMENT)


def usable(url: str) -> bool:
    """Whether it is an address as webhooks have it. Plain HTTP goes to this machine only, if at all."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return False
    plain = parts.scheme == "http" and own_machine(parts)
    bare = not (parts.username or parts.password or parts.fragment)
    return bool(parts.hostname) and url.isprintable() and " " not in url and bare and (plain or parts.scheme == "https")


def own_machine(parts: SplitResult) -> bool:
    """Whether the host is this machine by its very name."""
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
