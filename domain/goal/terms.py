"""Words of goals."""

from domain.shared.term import Term


class GoalLevel(Term):
    """Whose goal it is; each level serves the ones before it (STRAT-02)."""

    STRATEGIC = "STRATEGIC", "战略目标"
    COMPANY = "COMPANY", "公司目标"
    DEPARTMENT = "DEPARTMENT", "部门目标"
    PLAN = "PLAN", "计划目标"

    def above(self, other: "GoalLevel") -> bool:
        """Whether a goal of this level may be the parent of one of the other."""
        levels = list(GoalLevel)
        return levels.index(self) < levels.index(other)


class Horizon(Term):
    """Whether a goal is for the long or the short term."""

    LONG = "LONG", "长期"
    SHORT = "SHORT", "短期"


class Matter(Term):
    """What has waited too long (STRAT-05)."""

    REVIEW = "REVIEW", "目标季度复核逾期"
    CONCLUSION = "CONCLUSION", "目标到期待结论"


class GoalStatus(Term):
    """How far a goal has come."""

    SET = "SET", "已设定"
    REVISED = "REVISED", "已修订"
    ACHIEVED = "ACHIEVED", "已达成"
    MISSED = "MISSED", "未达成"
    DROPPED = "DROPPED", "已撤销"
