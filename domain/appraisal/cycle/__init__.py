"""Appraisal cycles: a month or a year for which everybody is appraised, and its review (APPR-06, APPR-28)."""

from domain.appraisal.cycle import acts
from domain.appraisal.cycle.events import AppraisalCycleEvent
from domain.appraisal.cycle.state import LIFECYCLE, OPENED_TWICE, PERIOD, Cycle, claims, evolve, obligations, work
from domain.shared.act import acts_in
from domain.shared.ids import AppraisalCycleId
from domain.shared.room import Room
from domain.shared.term import Role

ROOM = Room(
    name="appraisal_cycle",
    zh="考核周期",
    id=AppraisalCycleId,
    state=Cycle,
    events=AppraisalCycleEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in("appraisal_cycle", acts),
    claims=claims,
    unique={PERIOD: OPENED_TWICE},
    work=work,
    obligations=obligations,
    readers=(Role.HR,),
    kept_from=(Role.INT,),
)
