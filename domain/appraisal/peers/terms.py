"""Words of evaluations by colleagues."""

from domain.shared.term import Term


class Status(Term):
    """Where an evaluation by a colleague stands."""

    INVITED = "INVITED", "已邀请"
    RECORDED = "RECORDED", "已评价"
    CLOSED = "CLOSED", "已关闭"
