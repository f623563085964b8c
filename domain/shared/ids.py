"""Identifiers, a type for each kind of record. Tables and API types recognise a relation by the type of its field."""

from typing import Annotated, NewType

from msgspec import Meta

LONGEST = 200
Key = Annotated[str, Meta(max_length=LONGEST)]
"""What names something; no longer than every database can find things by."""

OrganisationId = NewType("OrganisationId", Key)
UnitId = NewType("UnitId", Key)
PositionId = NewType("PositionId", Key)
PersonId = NewType("PersonId", Key)
DutyId = NewType("DutyId", Key)
AuthorityId = NewType("AuthorityId", Key)
DelegationId = NewType("DelegationId", Key)
MatrixId = NewType("MatrixId", Key)
TokenId = NewType("TokenId", Key)
ConsumerId = NewType("ConsumerId", Key)
GoalId = NewType("GoalId", Key)
PlanId = NewType("PlanId", Key)
OpinionId = NewType("OpinionId", Key)
TaskId = NewType("TaskId", Key)
AdjustmentId = NewType("AdjustmentId", Key)
IssueId = NewType("IssueId", Key)
MeasureId = NewType("MeasureId", Key)
ProjectId = NewType("ProjectId", Key)
ReviewId = NewType("ReviewId", Key)
ConditionId = NewType("ConditionId", Key)
ProjectTaskId = NewType("ProjectTaskId", Key)
MilestoneId = NewType("MilestoneId", Key)
CommitmentId = NewType("CommitmentId", Key)
CostId = NewType("CostId", Key)
DeviationId = NewType("DeviationId", Key)
ActionId = NewType("ActionId", Key)
ProblemId = NewType("ProblemId", Key)
ChangeRequestId = NewType("ChangeRequestId", Key)
LessonId = NewType("LessonId", Key)
AppraisalSchemeId = NewType("AppraisalSchemeId", Key)
AppraisalCycleId = NewType("AppraisalCycleId", Key)
AppraisalId = NewType("AppraisalId", Key)
FormId = NewType("FormId", Key)
ImprovementId = NewType("ImprovementId", Key)
ConsequenceId = NewType("ConsequenceId", Key)
PeerEvaluationId = NewType("PeerEvaluationId", Key)
CoordinationId = NewType("CoordinationId", Key)
AnswerId = NewType("AnswerId", Key)

# Kinds of record that have no room yet: kept as references.
ProcessId = NewType("ProcessId", Key)
MetricId = NewType("MetricId", Key)
CustomerId = NewType("CustomerId", Key)

SYSTEM = PersonId("system")
ADMINISTRATOR = PersonId("administrator")
