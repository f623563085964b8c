SELECT json_object('data', json_object(
  'plans', json_object('totalCount', (SELECT count(*) FROM plan WHERE unit = :unit)),
  'annualPlans', json_object('totalCount', (SELECT count(*) FROM plan WHERE unit = :unit AND level = 'ANNUAL')),
  'tasks', json_object('totalCount', (SELECT count(*) FROM plan_task WHERE unit = :unit)),
  'tasksInProgress', json_object('totalCount', (
    SELECT count(*) FROM plan_task WHERE unit = :unit AND status = 'IN_PROGRESS'
  )),
  'issues', json_object('totalCount', (SELECT count(*) FROM issue WHERE unit = :unit)),
  'reported', json_object('totalCount', (SELECT count(*) FROM issue WHERE unit = :unit AND status = 'REPORTED')),
  'inAnalysis', json_object('totalCount', (
    SELECT count(*) FROM issue WHERE unit = :unit AND status = 'IN_ANALYSIS'
  )),
  'grave', json_object('totalCount', (SELECT count(*) FROM issue WHERE unit = :unit AND severity = 1))
))
