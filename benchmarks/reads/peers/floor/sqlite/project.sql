SELECT json_object('data', json_object('project', json_object(
  'key', p.id, 'title', p.title, 'status', p.status, 'deadline', p.deadline, 'ceiling', p.ceiling,
  'actualCost', p.actual_cost,
  'unit', json_object('key', u.id, 'name', u.name),
  'lead', CASE WHEN l.id IS NOT NULL THEN json_object('key', l.id, 'name', l.name) END,
  'sponsor', CASE WHEN s.id IS NOT NULL THEN json_object('key', s.id, 'name', s.name) END,
  'team', (
    SELECT jsonb_group_array(json_object(
      'function', m.value ->> 'function', 'allocation', m.value ->> 'allocation',
      'person', json_object('key', r.id, 'name', r.name)
    ))
    FROM json_each(p.team) AS m CROSS JOIN organisation_person AS r ON r.id = m.value ->> 'person'
  ),
  'tasks', json_object('nodes', (
    SELECT jsonb_group_array(json_object(
      'key', id, 'title', title, 'status', status, 'starts', starts, 'due', due, 'cost', cost, 'percent', percent,
      'critical', json(CASE WHEN critical THEN 'true' ELSE 'false' END),
      'owner', json_object('key', owner, 'name', person)
    ))
    FROM (
      SELECT t.id, t.title, t.status, t.starts, t.due, t.cost, t.percent, t.critical, t.owner, r.name AS person
      FROM project_task AS t JOIN organisation_person AS r ON r.id = t.owner
      WHERE t.project = p.id ORDER BY t.due, t.id LIMIT 100
    )
  )),
  'milestones', json_object('nodes', (
    SELECT jsonb_group_array(json_object(
      'key', id, 'title', title, 'status', status, 'due', due, 'reachedOn', reached_on,
      'owner', json_object('key', owner, 'name', person)
    ))
    FROM (
      SELECT m.id, m.title, m.status, m.due, m.reached_on, m.owner, r.name AS person
      FROM project_milestone AS m JOIN organisation_person AS r ON r.id = m.owner
      WHERE m.project = p.id ORDER BY m.due, m.id LIMIT 100
    )
  )),
  'costs', json_object('nodes', (
    SELECT jsonb_group_array(json_object(
      'key', id, 'title', title, 'line', line, 'amount', amount, 'spentOn', spent_on
    ))
    FROM (
      SELECT id, title, line, amount, spent_on
      FROM project_cost WHERE project = p.id ORDER BY created_position, id LIMIT 100
    )
  ))
)))
FROM project AS p
JOIN organisation_unit AS u ON u.id = p.unit
LEFT JOIN organisation_person AS l ON l.id = p.lead
LEFT JOIN organisation_person AS s ON s.id = p.sponsor
WHERE p.id = :id
