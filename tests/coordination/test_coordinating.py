"""Units are asked, answer and agree; otherwise it is decided above them, and never by a party (ORG-14, ORG-09)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from domain.authority.warrant import FORBIDDEN, OWN_MATTER
from domain.coordination import ROOM
from domain.coordination.claims import AROSE_IN
from domain.coordination.coordinating import ANSWERS_LATE, OBJECTED, UNANSWERED
from domain.coordination.events import CoordinationFailed
from domain.coordination.requesting import ALONE, DUE_PAST
from domain.coordination.terms import Origin, Stance, Status
from domain.organisation.rules import UNIT_UNKNOWN
from domain.organisation.state import OPEN_WORK, ORGANISATION, Organisation
from domain.shared.ids import SYSTEM, PersonId, UnitId
from domain.shared.refusal import Reason
from domain.shared.term import Role
from tests.coordination.stages import (
    ASKED,
    STAGES,
    answer_of,
    answered,
    failed,
    referred,
    requested,
    started,
    the,
    unborn,
)
from tests.issue.company import COMPANY


def without(*people: str) -> Organisation:
    """The company before these people were hired."""
    return replace(COMPANY, people={id: one for id, one in COMPANY.people.items() if id not in people})


def test_a_request_names_who_asks_the_units_the_subject_and_the_day() -> None:
    it = the(requested(supporting=["planning", "sales", "planning"]))
    assert (it.requester, it.subject, it.due) == ("ana", "谁在月末值班", date(2026, 1, 12))
    assert (it.lead, it.supporting, it.units) == ("sales", ("planning",), ("sales", "planning"))
    assert (it.origin, it.coordinator, it.outcome) == (Origin.REQUEST, Role.PO, "")


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        (ALONE, {"supporting": []}),
        (ALONE, {"supporting": ["sales"]}),
        (UNIT_UNKNOWN, {"lead": "moon"}),
        (UNIT_UNKNOWN, {"supporting": ["planning", "moon"]}),
        (DUE_PAST, {"due": "2026-01-04"}),
    ],
)
def test_a_request_is_sound(reason: Reason, wrong: dict[str, object]) -> None:
    unborn().refused(reason, "request", "ana", **{**ASKED, **wrong})


def test_only_the_system_refers_what_arose_elsewhere_and_on_behalf_of_whoever_raised_it() -> None:
    unborn().refused(FORBIDDEN, "refer", "chen", **ASKED, origin="TASK_CONTEST", coordinator="PG")
    it = the(referred())
    assert (it.requester, it.requesters, it.parties) == ("ana", ("ana", SYSTEM), ("ana",))
    assert (it.origin, it.issue, it.coordinator) == (Origin.ISSUE_CONFLICT, "issue-1", Role.OG)
    assert the(referred(due=None)).due == date(2026, 1, 8), "the interval of escalation: three working days"


def test_the_one_who_coordinates_is_of_the_group_then_of_the_presidents_office_then_of_the_management() -> None:
    scenario = unborn()
    scenario.world.records[Organisation, ORGANISATION] = without("polly")
    scenario.do("request", "ana", **ASKED)
    assert the(scenario).coordinator is Role.MGMT
    scenario.refused(FORBIDDEN, "start", "olga")
    scenario.do("start", "chen")
    for other in ("polly", "pia", "sam"):
        referred().refused(FORBIDDEN, "start", other)
    referred().do("start", "olga")


def test_whoever_starts_it_may_name_the_units_and_the_days_anew() -> None:
    scenario = requested()
    scenario.refused(ALONE, "start", "polly", supporting=[])
    scenario.refused(UNIT_UNKNOWN, "start", "polly", lead="moon")
    scenario.refused(ANSWERS_LATE, "start", "polly", answers_due="2026-01-13")
    scenario.refused(ANSWERS_LATE, "start", "polly", answers_due="2026-01-04")
    scenario.branch().do("start", "polly", answers_due="2026-01-12")
    scenario.do("start", "polly", lead="planning", supporting=["sales", "hq"], due="2026-01-20")
    it = the(scenario)
    assert (it.units, it.due, it.answers_due) == (("planning", "sales", "hq"), date(2026, 1, 20), date(2026, 1, 20))
    assert [each.unit for each in it.answers.values()] == ["planning", "sales", "hq"]


def test_what_is_started_after_its_day_takes_a_new_one() -> None:
    scenario = requested()
    scenario.at(scenario.now + timedelta(days=8))
    scenario.refused(DUE_PAST, "start", "polly")
    scenario.do("start", "polly", due="2026-01-13")


def test_the_head_of_each_unit_answers_and_the_time_it_took_is_kept() -> None:
    scenario = started()
    for other in ("ana", "dora", "polly"):
        scenario.refused(FORBIDDEN, "answer", other, part=answer_of(scenario, "sales"), stance="AGREES", text="行")
    scenario.at(scenario.now + timedelta(hours=5, minutes=15))
    answered(scenario, "sam", "sales", "OBJECTS", "人手不够")
    scenario.at(scenario.now + timedelta(hours=1))
    answered(scenario, "sam", "sales", "AGREES", "出一人")
    sales, planning = the(scenario).answers.values()
    assert (sales.stance, sales.text, sales.answered_by) == (Stance.AGREES, "出一人", ("sam",))
    assert sales.answer_hours == Decimal("5.25"), "until it answered first"
    assert (planning.stance, planning.answer_hours) == (None, None)


def test_a_unit_without_a_head_answers_through_the_nearest_above_it() -> None:
    scenario = unborn()
    group = UnitId("operations-group")
    headless = replace(COMPANY.units[group], managements=())
    scenario.world.records[Organisation, ORGANISATION] = replace(COMPANY, units={**COMPANY.units, group: headless})
    scenario.do("request", "ana", **{**ASKED, "supporting": [group]})
    started(scenario)
    scenario.refused(FORBIDDEN, "answer", "olga", part=answer_of(scenario, group), stance="AGREES", text="行")
    answered(scenario, "dora", group)
    assert [each.through for each in the(scenario).answers.values()] == ["sales", "planning"]


def test_they_have_agreed_when_every_unit_has_said_so() -> None:
    scenario = answered(started(), "sam", "sales")
    no = scenario.refused(UNANSWERED, "agree", "polly", outcome="轮流")
    assert no.facts["units"] == ["planning"]
    answered(scenario, "dora", "planning", "OBJECTS", "不行")
    assert scenario.refused(OBJECTED, "agree", "polly", outcome="轮流").facts["units"] == ["planning"]
    answered(scenario, "dora", "planning", "AGREES", "行")
    scenario.refused(FORBIDDEN, "agree", "olga", outcome="轮流")
    scenario.refused(DUE_PAST, "agree", "polly", outcome="轮流", until="2026-01-04")
    scenario.branch().do("agree", "polly", outcome="轮流", until="2026-02-01")
    scenario.at(scenario.now + timedelta(days=2)).do("agree", "polly", outcome="轮流")
    it = the(scenario)
    assert (it.outcome, it.until, it.settle_hours) == ("轮流", date(2026, 1, 12), Decimal("48.00"))


def test_what_units_do_not_agree_on_is_decided_above_them() -> None:
    scenario = failed()
    assert scenario.events[-1] == CoordinationFailed(reason="双方都不肯出人", decider=Role.MGMT, to=(PersonId("chen"),))
    scenario.refused(OWN_MATTER, "decide", "polly", outcome="计划部")
    scenario.refused(OWN_MATTER, "decide", "dora", outcome="销售部")
    scenario.do("decide", "chen", outcome="计划部值班", until="2026-01-31")
    assert (the(scenario).status, the(scenario).outcome) == (Status.DECIDED, "计划部值班")


def test_what_a_group_cannot_settle_is_for_the_presidents_office() -> None:
    scenario = referred()
    scenario.do("fail", "olga", reason="双方都不肯出人")
    assert (the(scenario).decider, scenario.events[-1].to) == (Role.PO, ("polly",))
    scenario.refused(FORBIDDEN, "decide", "oscar", outcome="计划部")
    scenario.branch().do("decide", "chen", outcome="计划部")
    scenario.do("decide", "polly", outcome="计划部")
    alone = unborn()
    alone.world.records[Organisation, ORGANISATION] = without("polly")
    alone.do("refer", SYSTEM, **{**ASKED, "origin": "ISSUE_CONFLICT", "issue": "i", "coordinator": "OG"})
    assert alone.do("fail", "olga", reason="不肯")[0].decider is Role.MGMT


def test_no_party_concludes_or_decides() -> None:
    by_the_office = unborn()
    by_the_office.do("request", "polly", **ASKED)
    answered(answered(started(by_the_office), "sam", "sales"), "dora", "planning")
    by_the_office.refused(OWN_MATTER, "agree", "polly", outcome="轮流")
    by_the_office.do("agree", "chen", outcome="轮流")

    of_the_head = started(requested(supporting=["hq"]))
    answered(of_the_head, "chen", "hq", "OBJECTS")
    of_the_head.do("fail", "polly", reason="不肯")
    of_the_head.refused(OWN_MATTER, "decide", "chen", outcome="总部不参加")

    passed_on = referred()
    passed_on.world.records[Organisation, ORGANISATION] = without("polly")
    passed_on.do("fail", "olga", reason="不肯")
    assert the(passed_on).parties == ("ana", "olga")


def test_the_requester_withdraws_what_was_asked_for_but_not_what_arose_elsewhere() -> None:
    requested().refused(FORBIDDEN, "withdraw", "ben", reason="不必了")
    requested().do("withdraw", "ana", reason="不必了")
    referred().refused(FORBIDDEN, "withdraw", "ana", reason="不必了")
    ended = referred()
    ended.do("withdraw", SYSTEM, reason="已解决")
    assert the(ended).status is Status.WITHDRAWN


@pytest.mark.parametrize("status", Status)
def test_while_it_is_open_its_units_have_work_and_it_is_found_where_it_arose(status: Status) -> None:
    scenario = STAGES[status]()
    units = [(OPEN_WORK, "sales"), (OPEN_WORK, "planning")]
    assert list(ROOM.claims(scenario.state)) == (units if the(scenario).is_open else [])
    assert list(ROOM.claims(referred().state)) == [(AROSE_IN, "issue-1"), *units]
