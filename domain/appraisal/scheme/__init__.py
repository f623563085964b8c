"""Appraisal schemes: whom to appraise, by what, and what a score is worth (APPR-01 to APPR-05, 11, 17, 22 to 25)."""

from domain.appraisal.scheme import acts
from domain.appraisal.scheme.events import AppraisalSchemeEvent
from domain.appraisal.scheme.state import (
    LIFECYCLE,
    POPULATION,
    POPULATION_TAKEN,
    Scheme,
    claims,
    evolve,
    interested,
    work,
)
from domain.shared.act import acts_in
from domain.shared.ids import AppraisalSchemeId
from domain.shared.room import Room

ROOM = Room(
    name="appraisal_scheme",
    zh="考核方案",
    id=AppraisalSchemeId,
    state=Scheme,
    events=AppraisalSchemeEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in("appraisal_scheme", acts),
    interested=interested,
    claims=claims,
    unique={POPULATION: POPULATION_TAKEN},
    work=work,
)
