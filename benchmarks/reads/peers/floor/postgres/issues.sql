WITH page AS MATERIALIZED (
  SELECT id AS key, number, title, status, severity, category, kind, impact, is_open AS "isOpen",
    reported_at AS "reportedAt", registered_at AS "registeredAt", created_position
  FROM issue
  WHERE status = %(status)s AND severity = %(severity)s
    AND created_position < coalesce(%(after)s::bigint, 9e18::bigint)
  ORDER BY created_position DESC LIMIT 101
)
SELECT json_build_object('data', json_build_object('issues', json_build_object(
  'nodes', (
    SELECT json_agg(x) FROM (
      SELECT key, number, title, status, severity, category, kind, impact, "isOpen", "reportedAt", "registeredAt"
      FROM page LIMIT 100
    ) AS x
  ),
  'pageInfo', json_build_object(
    'hasNextPage', (SELECT count(*) FROM page) > 100,
    'endCursor', (SELECT created_position::text FROM page OFFSET least(99, (SELECT count(*) FROM page) - 1) LIMIT 1)
  )
)))
