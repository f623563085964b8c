"""Appraisals: of people, teams and departments, from their objectives to what follows from the score (APPR)."""

from domain.appraisal import (
    appealing,
    assessing,
    collecting,
    composing,
    consequences,
    finalising,
    interviewing,
    objectives,
    opening,
    timers,
)
from domain.appraisal.claims import APPRAISED_TWICE, OF_PERIOD, claims
from domain.appraisal.consequence import CONSEQUENCE_LIFECYCLE, Consequence, evolve_consequence
from domain.appraisal.events import AppraisalEvent
from domain.appraisal.evolve import evolve
from domain.appraisal.form import FORM_LIFECYCLE, Form, evolve_form
from domain.appraisal.improvement import IMPROVEMENT_LIFECYCLE, Improvement, evolve_improvement
from domain.appraisal.lifecycle import LIFECYCLE
from domain.appraisal.obligations import obligations
from domain.appraisal.relations import interested, relations
from domain.appraisal.state import Appraisal, indicators
from domain.appraisal.timers import wakes
from domain.appraisal.worklist import work
from domain.shared.act import acts_in
from domain.shared.ids import AppraisalId, ConsequenceId, FormId, ImprovementId
from domain.shared.room import Part, Room
from domain.shared.term import Role

FORM = Part(
    "form",
    "考核表",
    FormId,
    Form,
    "forms",
    FORM_LIFECYCLE,
    evolve_form,
    readers=(Role.HR, "subject", "line"),
    kept_from=(Role.INT,),
    read_for=("superior",),
)

ROOM = Room(
    name="appraisal",
    zh="绩效考核",
    id=AppraisalId,
    state=Appraisal,
    events=AppraisalEvent,
    evolve=evolve,
    lifecycle=LIFECYCLE,
    acts=acts_in(
        "appraisal",
        opening,
        objectives,
        collecting,
        assessing,
        composing,
        appealing,
        interviewing,
        finalising,
        consequences,
        timers,
    ),
    parts=(
        FORM,
        Part(
            "improvement",
            "改进事项",
            ImprovementId,
            Improvement,
            "improvements",
            IMPROVEMENT_LIFECYCLE,
            evolve_improvement,
        ),
        Part(
            "consequence",
            "考核结果应用",
            ConsequenceId,
            Consequence,
            "consequences",
            CONSEQUENCE_LIFECYCLE,
            evolve_consequence,
        ),
    ),
    relations=relations,
    interested=interested,
    claims=claims,
    unique={OF_PERIOD: APPRAISED_TWICE},
    wakes=wakes,
    work=work,
    obligations=obligations,
    readers=(Role.HR, "told_to", "line"),
    kept_from=(Role.INT, "withheld_from"),
    read_for=("superior",),
    about="subject",
    names=indicators,
)
