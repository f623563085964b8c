"""The dashboards of the company (API-10) and of its departments (ORG-15): declared, each tile one statement."""

from projections.boards import appraisals, goals, issues, people, plans, projects, work

ALL = (plans.BOARD, projects.BOARD, issues.BOARD, appraisals.BOARD, goals.BOARD, people.BOARD, work.BOARD)
"""Every board, in the order in which they are shown."""
