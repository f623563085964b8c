"""What is asked of the ledger of obligations (AUDIT-10)."""

from datetime import datetime

from domain.shared.values import civil
from projections.across import ObligationStatus
from projections.filters import And, Compare, Filter, Op


def overdue(moment: datetime) -> Filter:
    """The condition that an obligation is open although its day was over at that moment."""
    return And((Compare("status", Op.EQ, ObligationStatus.OPEN), Compare("due", Op.LT, civil(moment))))
