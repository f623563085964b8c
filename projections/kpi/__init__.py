"""The figures of the company (requirements §6): declared here, one table for each room, reckoned in one place.

A new figure is a new entry in the module of its room; `ALL` lists them, and the API, the capture of appraisals and
docs/figures.md follow.
"""

from collections.abc import Mapping

from projections.kpi import appraisals, decisions, issues, obligations, plans, projects, waiting
from projections.kpi.declaring import Kpi

ALL: Mapping[str, Kpi] = {
    each.id: each
    for each in sorted(
        (
            *plans.KPIS, *projects.KPIS, *appraisals.KPIS, *issues.KPIS, *decisions.KPIS, *obligations.KPIS,
            *waiting.KPIS,
        ),
        key=lambda kpi: kpi.id,
    )
}
"""Every figure by its number."""
