"""The steps of an appraisal that are due by a day (AUDIT-10)."""

from collections.abc import Iterator

from domain.appraisal.lifecycle import OPEN, OPENED, SELF_ASSESSED
from domain.appraisal.state import Appraisal
from domain.shared.room import Obligation, Rule
from domain.shared.term import Role

SELF_ASSESSMENT = Rule(
    "appraisal.self_assessment", "员工自评", "Assess oneself.", "APPR-08", ("appraisal.submit_self_assessment",)
)
EVALUATION = Rule(
    "appraisal.superior_evaluation", "上级评价", "Evaluate those below.", "APPR-09",
    ("appraisal.submit_superior_evaluation",),
)
RESULT = Rule(
    "appraisal.result", "考核定稿", "Make the result final within the limit of the cycle.", "APPR-06, K-38",
    ("appraisal.finalise",),
)


def obligations(appraisal: Appraisal) -> Iterator[Obligation]:
    """What somebody owes the appraisal now."""
    title = f"{appraisal.kind.zh} {appraisal.starts}/{appraisal.ends}"
    if appraisal.status is OPENED:
        form = appraisal.form
        yield Obligation(rule=SELF_ASSESSMENT, part=form.id, title=title, person=appraisal.subject, due=form.due)
    if appraisal.status in (OPENED, SELF_ASSESSED):
        yield Obligation(rule=EVALUATION, title=title, person=appraisal.superior, due=appraisal.evaluation_due)
    if appraisal.status in OPEN:
        yield Obligation(rule=RESULT, title=title, role=Role.HR, due=appraisal.limit)
