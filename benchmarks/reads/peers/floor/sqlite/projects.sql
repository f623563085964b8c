WITH page AS MATERIALIZED (
  SELECT p.id, p.title, p.status, p.deadline, p.ceiling, p.actual_cost, p.team, p.created_position,
    p.unit, u.name AS department, p.lead, l.name AS leader, p.sponsor, s.name AS sponsoring
  FROM project AS p
  CROSS JOIN organisation_unit AS u ON u.id = p.unit
  LEFT JOIN organisation_person AS l ON l.id = p.lead
  LEFT JOIN organisation_person AS s ON s.id = p.sponsor
  WHERE p.created_position > coalesce(:after, 0) ORDER BY p.created_position LIMIT 51
)
SELECT json_object('data', json_object('projects', json_object(
  'nodes', (
    SELECT jsonb_group_array(json_object(
      'key', p.id, 'title', p.title, 'status', p.status, 'deadline', p.deadline, 'ceiling', p.ceiling,
      'actualCost', p.actual_cost,
      'unit', json_object('key', p.unit, 'name', p.department),
      'lead', CASE WHEN p.lead IS NOT NULL THEN json_object('key', p.lead, 'name', p.leader) END,
      'sponsor', CASE WHEN p.sponsor IS NOT NULL THEN json_object('key', p.sponsor, 'name', p.sponsoring) END,
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
      ))
    ))
    FROM (SELECT * FROM page LIMIT 50) AS p
  ),
  'pageInfo', json_object(
    'hasNextPage', json(CASE WHEN (SELECT count(*) FROM page) > 50 THEN 'true' ELSE 'false' END),
    'endCursor', (SELECT CAST(max(created_position) AS TEXT) FROM (SELECT created_position FROM page LIMIT 50))
  )
)))
