"""What the system does upon an event, in the same transaction, as ordinary commands of its own."""

from application.deciding import Reaction
from application.reactions import (
    when_appraisal_finalised_then_carry_improvements,
    when_cycle_opened_then_open_appraisals,
    when_difficulty_raised_then_report_issue,
    when_improvement_suggested_then_report_issue,
    when_issue_ended_then_settle_problem,
    when_issue_ended_then_unblock_task,
    when_issue_merged_then_link_it,
    when_matter_settled_then_end_coordination,
    when_milestone_reached_then_claim_task,
    when_plan_drafted_then_note_it_above,
    when_plan_reissued_then_flag_children,
    when_project_in_trouble_then_report_issue,
    when_result_changed_then_count_the_next,
    when_score_corrected_then_withdraw_promotions,
    when_superior_evaluated_then_close_peer_evaluations,
    when_units_agreed_then_settle_matter,
    when_units_must_agree_then_request_coordination,
)

REACTIONS: tuple[Reaction, ...] = (
    when_appraisal_finalised_then_carry_improvements.react,
    when_cycle_opened_then_open_appraisals.react,
    when_difficulty_raised_then_report_issue.react,
    when_improvement_suggested_then_report_issue.react,
    when_issue_ended_then_settle_problem.react,
    when_issue_ended_then_unblock_task.react,
    when_issue_merged_then_link_it.react,
    when_matter_settled_then_end_coordination.react,
    when_milestone_reached_then_claim_task.react,
    when_plan_drafted_then_note_it_above.react,
    when_plan_reissued_then_flag_children.react,
    when_project_in_trouble_then_report_issue.react,
    when_result_changed_then_count_the_next.react,
    when_score_corrected_then_withdraw_promotions.react,
    when_superior_evaluated_then_close_peer_evaluations.react,
    when_units_agreed_then_settle_matter.react,
    when_units_must_agree_then_request_coordination.react,
)
