SELECT json_build_object('data', json_build_object(
  'plans', json_build_object('totalCount', (SELECT count(*) FROM plan WHERE unit = %(unit)s)),
  'annualPlans', json_build_object('totalCount', (SELECT count(*) FROM plan WHERE unit = %(unit)s AND level = 'ANNUAL')),
  'tasks', json_build_object('totalCount', (SELECT count(*) FROM plan_task WHERE unit = %(unit)s)),
  'tasksInProgress', json_build_object('totalCount', (
    SELECT count(*) FROM plan_task WHERE unit = %(unit)s AND status = 'IN_PROGRESS'
  )),
  'issues', json_build_object('totalCount', (SELECT count(*) FROM issue WHERE unit = %(unit)s)),
  'reported', json_build_object('totalCount', (SELECT count(*) FROM issue WHERE unit = %(unit)s AND status = 'REPORTED')),
  'inAnalysis', json_build_object('totalCount', (
    SELECT count(*) FROM issue WHERE unit = %(unit)s AND status = 'IN_ANALYSIS'
  )),
  'grave', json_build_object('totalCount', (SELECT count(*) FROM issue WHERE unit = %(unit)s AND severity = 1))
))
