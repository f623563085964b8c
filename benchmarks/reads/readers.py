"""Those who ask, by their bearer tokens: what a row of the tables shows depends on who reads."""

from collections.abc import Mapping

from benchmarks.reads.company import DIRECTOR, OF_HUMAN_RESOURCES, person

EMPLOYEE = "benchmark-employee"
"""Somebody without any further role."""
HUMAN_RESOURCES = "benchmark-human-resources"
"""Who sees every appraisal but their own before its result is delivered."""
MANAGER = "benchmark-manager"
"""Who sees the appraisals of the people that they lead, and their own once its result is delivered."""
READERS: Mapping[str, str] = {
    EMPLOYEE: person(OF_HUMAN_RESOURCES + 1),
    HUMAN_RESOURCES: person(OF_HUMAN_RESOURCES),
    MANAGER: person(DIRECTOR + 1),
}
"""Whose tokens these are."""
