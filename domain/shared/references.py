"""Claims by which a room makes sure that what it refers to exists, in a room that it does not know."""

PLAN = "plan.id"
TASK = "plan.task"
"""A task by its plan, as `plan/task`."""
PROJECT = "project.id"
MILESTONE = "project.milestone"
"""A milestone by its project and its key, as `project/key`."""
