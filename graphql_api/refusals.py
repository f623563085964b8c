"""What the API itself refuses, before the business is asked; and how any refusal is told."""

from typing import Any

from domain.shared.refusal import Reason, Refused

PAGE_SIZE = Reason(
    "page.size", "Give either first or last, from 1 to {limit}.", "请指定first或last之一，取值1至{limit}。"
)
WRONG_KIND = Reason(
    "input.wrong_kind", "{id} is an id of {found}, not of {wanted}.", "{id}是{found}的标识，而不是{wanted}的标识。"
)
NULL = Reason("filter.null", "{field} may not be null; isNull asks for that.", "{field}不能为null，请使用isNull。")
TOO_MANY = Reason("filter.too_much", "At most {limit} {what} are allowed.", "{what}最多{limit}个。")
NOT_FOR_YOU = Reason("authority.readers", "Only {needed} may read this.", "仅{needed}可以查阅。")
ONE_MOMENT = Reason("as_of.one", "Give either position or at.", "请指定position或at之一。")
NOT_YET = Reason(
    "as_of.not_yet",
    "Nothing is known of position {position} yet; the newest is {newest}.",
    "尚无位置{position}的内容；最新位置为{newest}。",
)
NOW_ALONE = Reason(
    "as_of.now_alone",
    "Of {what} no past is kept: ask about it outside asOf.",
    "{what}不保留历史，请在asOf之外查询。",
)
NOT_SHOWN_YET = Reason(
    "views.behind",
    "It is recorded at position {position}, which is not shown yet; ask again with minPosition.",
    "已记录于位置{position}，但尚未显示；请带minPosition重新查询。",
)


def told(no: Refused) -> dict[str, Any]:
    """The refusal as the API says it."""
    return {
        "code": no.reason.code,
        "message": no.message,
        "message_zh": no.message_zh,
        "facts": no.plain_facts,
    }
