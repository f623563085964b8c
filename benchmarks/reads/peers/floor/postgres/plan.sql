SELECT json_build_object('data', json_build_object('plan', row_to_json(x))) FROM (
  SELECT p.id AS key, p.title, p.status, p.starts, p.ends,
    json_build_object('key', u.id, 'name', u.name) AS unit,
    json_build_object('key', b.id, 'name', b.name) AS preparer,
    json_build_object('nodes', (
      SELECT json_agg(y) FROM (
        SELECT t.id AS key, t.title, t.status, t.due, t.weight::text,
          json_build_object('key', r.id, 'name', r.name) AS responsible,
          json_build_object('key', w.id, 'name', w.name) AS unit
        FROM plan_task AS t
        JOIN organisation_person AS r ON r.id = t.responsible
        JOIN organisation_unit AS w ON w.id = t.unit
        WHERE t.plan = p.id ORDER BY t.due, t.id LIMIT 100
      ) AS y
    )) AS tasks
  FROM plan AS p
  JOIN organisation_unit AS u ON u.id = p.unit
  JOIN organisation_person AS b ON b.id = p.preparer
  WHERE p.id = %(id)s
) AS x
