"""A cell as a value of the type that its column holds."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from application.imports.names import Names
from application.imports.sheets import plain
from application.input import explained
from domain.shared.annotations import bare
from domain.shared.refusal import Reason
from domain.shared.term import Term

NOT_A_DATE = Reason(
    "import.not_a_date", "{value} is not a date; write it like 2027-03-31.", "“{value}”不是日期，请填写为2027-03-31。"
)
NOT_A_NUMBER = Reason("import.not_a_number", "{value} is not a number.", "“{value}”不是数字。")
NOT_WHOLE = Reason("import.not_whole", "{value} is not a whole number.", "“{value}”不是整数。")
NOT_YES_OR_NO = Reason("import.not_yes_or_no", "{value} is neither yes nor no.", "“{value}”不是“是”或“否”。")
NO_SUCH_TERM = Reason(
    "import.no_such_term", "{value} is not one of {known}.", "“{value}”不是可用的值；可用：{known}。"
)
YES = {"yes", "y", "true", "1", "是", "yes是"}
NO = {"no", "n", "false", "0", "否", "no否"}
DATES = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


def value(cell: Any, type_: Any, names: Names) -> Any:
    """The value. Refuses what the column cannot hold, by what is wrong with it."""
    kind = bare(type_)
    if called := names.get(kind):
        return called.id(text(cell))
    if isinstance(kind, type) and issubclass(kind, Term):
        return term(cell, kind)
    if kind is date:
        return day(cell)
    if kind is bool:
        return yes_or_no(cell)
    if kind in (int, Decimal):
        return number(cell, kind)
    try:
        return msgspec.convert(text(cell), type_)
    except msgspec.ValidationError as wrong:
        raise explained(str(wrong)) from None


def shown(term: Term) -> str:
    """A term as files have it, in both languages."""
    return f"{term} {term.zh}"


def text(cell: Any) -> str:
    """What is written, as words. Spreadsheets keep the number 3 as 3.0."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def term(cell: Any, kind: type[Term]) -> Term:
    """The term of that value, English or Chinese label, or both."""
    written = plain(cell)
    for each in kind:
        if written in (plain(each), plain(each.zh), plain(shown(each))):
            return each
    raise NO_SUCH_TERM(value=cell, known=[shown(each) for each in kind])


def day(cell: Any) -> date:
    """The day of a date cell, or of a date that is written out."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for form in DATES:
        try:
            return datetime.strptime(text(cell), form).date()
        except ValueError:
            continue
    raise NOT_A_DATE(value=cell)


def yes_or_no(cell: Any) -> bool:
    """是 or 否, yes or no."""
    written = plain(cell)
    if written not in YES | NO:
        raise NOT_YES_OR_NO(value=cell)
    return written in YES


def number(cell: Any, kind: type[int] | type[Decimal]) -> int | Decimal:
    """The number, exactly as it is shown."""
    try:
        exact = Decimal(str(cell).strip().replace(",", ""))
    except InvalidOperation:
        raise NOT_A_NUMBER(value=cell) from None
    if not exact.is_finite():
        raise NOT_A_NUMBER(value=cell)
    if kind is Decimal:
        return exact
    if exact != exact.to_integral_value():
        raise NOT_WHOLE(value=cell)
    return int(exact)
