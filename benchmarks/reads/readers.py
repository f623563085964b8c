"""Those who ask, by their bearer tokens: what a row of the tables shows depends on who reads."""

from collections.abc import Mapping

EMPLOYEE = "benchmark-employee"
"""Somebody without any further role."""
HUMAN_RESOURCES = "benchmark-human-resources"
"""Who sees every appraisal but their own before its result is delivered."""
MANAGER = "benchmark-manager"
"""Who sees the appraisals of the people that they lead, and their own once its result is delivered."""
READERS: Mapping[str, str] = {EMPLOYEE: "person-010", HUMAN_RESOURCES: "person-009", MANAGER: "person-001"}
"""Whose tokens these are."""
