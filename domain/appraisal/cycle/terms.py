"""Words of appraisal cycles."""

from domain.shared.term import Term


class Status(Term):
    """A cycle is open until every appraisal in it has ended and human resources have reviewed it."""

    OPENED = "OPENED", "进行中"
    COMPLETED = "COMPLETED", "已完成"
