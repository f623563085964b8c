WITH page AS MATERIALIZED (
  SELECT id, title, status, deadline, ceiling, actual_cost, unit, lead, sponsor, team, created_position
  FROM project WHERE created_position > coalesce(%(after)s::bigint, 0) ORDER BY created_position LIMIT 51
), shown AS MATERIALIZED (
  SELECT * FROM page LIMIT 50
)
SELECT json_build_object('data', json_build_object('projects', json_build_object(
  'nodes', (
    SELECT json_agg(x) FROM (
      SELECT p.id AS key, p.title, p.status, p.deadline, p.ceiling::text, p.actual_cost::text AS "actualCost",
        json_build_object('key', u.id, 'name', u.name) AS unit,
        CASE WHEN l.id IS NOT NULL THEN json_build_object('key', l.id, 'name', l.name) END AS lead,
        CASE WHEN s.id IS NOT NULL THEN json_build_object('key', s.id, 'name', s.name) END AS sponsor,
        (
          SELECT coalesce(json_agg(json_build_object(
            'function', m.function, 'allocation', m.allocation, 'person', json_build_object('key', r.id, 'name', r.name)
          ) ORDER BY m.place), '[]')
          FROM ROWS FROM (json_to_recordset(p.team) AS (function text, allocation text, person text))
            WITH ORDINALITY AS m(function, allocation, person, place)
          JOIN organisation_person AS r ON r.id = m.person
        ) AS team,
        json_build_object('nodes', (
          SELECT coalesce(json_agg(y), '[]') FROM (
            SELECT t.id AS key, t.title, t.status, t.starts, t.due, t.cost::text, t.percent::text, t.critical,
              json_build_object('key', r.id, 'name', r.name) AS owner
            FROM project_task AS t JOIN organisation_person AS r ON r.id = t.owner
            WHERE t.project = p.id ORDER BY t.due, t.id LIMIT 100
          ) AS y
        )) AS tasks,
        json_build_object('nodes', (
          SELECT coalesce(json_agg(y), '[]') FROM (
            SELECT m.id AS key, m.title, m.status, m.due, m.reached_on AS "reachedOn",
              json_build_object('key', r.id, 'name', r.name) AS owner
            FROM project_milestone AS m JOIN organisation_person AS r ON r.id = m.owner
            WHERE m.project = p.id ORDER BY m.due, m.id LIMIT 100
          ) AS y
        )) AS milestones
      FROM shown AS p
      JOIN organisation_unit AS u ON u.id = p.unit
      LEFT JOIN organisation_person AS l ON l.id = p.lead
      LEFT JOIN organisation_person AS s ON s.id = p.sponsor
      ORDER BY p.created_position
    ) AS x
  ),
  'pageInfo', json_build_object(
    'hasNextPage', (SELECT count(*) FROM page) > 50,
    'endCursor', (SELECT max(created_position)::text FROM shown)
  )
)))
