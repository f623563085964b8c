"""Identifiers, a type for each kind of record. Tables and API types recognise a relation by the type of its field."""

from typing import NewType

OrganisationId = NewType("OrganisationId", str)
UnitId = NewType("UnitId", str)
PositionId = NewType("PositionId", str)
PersonId = NewType("PersonId", str)
DutyId = NewType("DutyId", str)
AuthorityId = NewType("AuthorityId", str)
DelegationId = NewType("DelegationId", str)
MatrixId = NewType("MatrixId", str)
TokenId = NewType("TokenId", str)
GoalId = NewType("GoalId", str)
PlanId = NewType("PlanId", str)
OpinionId = NewType("OpinionId", str)
TaskId = NewType("TaskId", str)
AdjustmentId = NewType("AdjustmentId", str)
IssueId = NewType("IssueId", str)
MeasureId = NewType("MeasureId", str)

# Kinds of record that have no room yet: kept as references.
ProjectId = NewType("ProjectId", str)
ProcessId = NewType("ProcessId", str)
MetricId = NewType("MetricId", str)
CustomerId = NewType("CustomerId", str)

SYSTEM = PersonId("system")
ADMINISTRATOR = PersonId("administrator")
