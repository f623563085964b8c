"""By which keys an issue is found while something is decided."""

from collections.abc import Iterator

from domain.issue.state import Issue
from domain.organisation.state import OPEN_WORK
from domain.shared.refusal import Reason

SOURCE = "issue.source"
"""The case of another ledger that an issue was, as `ledger/case`."""
MIGRATED_TWICE = Reason(
    "issue.migrated_twice", "{key} was migrated before, as issue {holder}.", "{key}已迁移为问题{holder}。"
)


def claims(issue: Issue) -> Iterator[tuple[str, str]]:
    """Its finding while it is open, the case that it was, and the units that have work with it still."""
    if issue.source:
        yield SOURCE, f"{issue.source}/{issue.source_case}"
    if not issue.is_open:
        return
    if issue.reference:
        yield "issue.origin", f"{issue.origin}/{issue.reference}"
    units = {issue.responsible_unit, *(m.unit for m in issue.measures.values() if not m.ended)}
    for unit in sorted(filter(None, units)):
        yield OPEN_WORK, unit
