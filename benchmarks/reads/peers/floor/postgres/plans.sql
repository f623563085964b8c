WITH page AS MATERIALIZED (
  SELECT id, title, status, starts, ends, unit, preparer, created_position
  FROM plan WHERE created_position > coalesce(%(after)s::bigint, 0) ORDER BY created_position LIMIT 51
), shown AS MATERIALIZED (
  SELECT * FROM page LIMIT 50
)
SELECT json_build_object('data', json_build_object('plans', json_build_object(
  'nodes', (
    SELECT json_agg(x) FROM (
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
      FROM shown AS p
      JOIN organisation_unit AS u ON u.id = p.unit
      JOIN organisation_person AS b ON b.id = p.preparer
      ORDER BY p.created_position
    ) AS x
  ),
  'pageInfo', json_build_object(
    'hasNextPage', (SELECT count(*) FROM page) > 50,
    'endCursor', (SELECT max(created_position)::text FROM shown)
  )
)))
