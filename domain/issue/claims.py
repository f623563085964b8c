"""By which keys an issue is found while something is decided."""

from collections.abc import Iterator

from domain.issue.state import Issue
from domain.organisation.state import OPEN_WORK
from domain.shared.refusal import Reason

ORIGIN = "issue.origin"
"""The finding that an open issue came from, as `origin/reference`."""
SOURCE = "issue.source"
"""The case of another ledger that an issue was, as `ledger/case`."""
MERGED_INTO = "issue.merged_into"
"""The issue that goes on in the place of this one."""
MIGRATED_TWICE = Reason(
    "issue.migrated_twice", "{key} was migrated before, as issue {holder}.", "{key}已迁移为问题{holder}。"
)


def claims(issue: Issue) -> Iterator[tuple[str, str]]:
    """The case that it was, what it was merged into; while it is open its finding, and the units with work on it."""
    if issue.source:
        yield SOURCE, f"{issue.source}/{issue.source_case}"
    if issue.merged_into:
        yield MERGED_INTO, issue.merged_into
    if not issue.is_open:
        return
    if issue.reference:
        yield ORIGIN, f"{issue.origin}/{issue.reference}"
    units = {issue.responsible_unit, *(m.unit for m in issue.measures.values() if not m.ended)}
    for unit in sorted(filter(None, units)):
        yield OPEN_WORK, unit
