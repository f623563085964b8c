WITH page AS MATERIALIZED (
  SELECT p.id, p.title, p.status, p.starts, p.ends, p.created_position,
    p.unit, u.name AS department, p.preparer, b.name AS person
  FROM plan AS p
  CROSS JOIN organisation_unit AS u ON u.id = p.unit
  CROSS JOIN organisation_person AS b ON b.id = p.preparer
  WHERE p.created_position > coalesce(:after, 0) ORDER BY p.created_position LIMIT 51
)
SELECT json_object('data', json_object('plans', json_object(
  'nodes', (
    SELECT jsonb_group_array(json_object(
      'key', p.id, 'title', p.title, 'status', p.status, 'starts', p.starts, 'ends', p.ends,
      'unit', json_object('key', p.unit, 'name', p.department),
      'preparer', json_object('key', p.preparer, 'name', p.person),
      'tasks', json_object('nodes', (
        SELECT jsonb_group_array(json_object(
          'key', id, 'title', title, 'status', status, 'due', due, 'weight', weight,
          'responsible', json_object('key', responsible, 'name', person),
          'unit', json_object('key', unit, 'name', department)
        ))
        FROM (
          SELECT t.id, t.title, t.status, t.due, t.weight, t.responsible, r.name AS person, t.unit, w.name AS department
          FROM plan_task AS t
          JOIN organisation_person AS r ON r.id = t.responsible
          JOIN organisation_unit AS w ON w.id = t.unit
          WHERE t.plan = p.id ORDER BY t.due, t.id LIMIT 100
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
