SELECT json_object('data', json_object('plan', json_object(
  'key', p.id, 'title', p.title, 'status', p.status, 'starts', p.starts, 'ends', p.ends,
  'unit', json_object('key', u.id, 'name', u.name),
  'preparer', json_object('key', b.id, 'name', b.name),
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
)))
FROM plan AS p JOIN organisation_unit AS u ON u.id = p.unit JOIN organisation_person AS b ON b.id = p.preparer
WHERE p.id = :id
