WITH page AS MATERIALIZED (
  SELECT id, number, title, status, severity, category, kind, impact, is_open, reported_at, registered_at,
    created_position
  FROM issue
  WHERE status = :status AND severity = :severity AND created_position < coalesce(:after, 9e18)
  ORDER BY created_position DESC LIMIT 101
)
SELECT json_object('data', json_object('issues', json_object(
  'nodes', (
    SELECT jsonb_group_array(json_object(
      'key', id, 'number', number, 'title', title, 'status', status, 'severity', severity, 'category', category,
      'kind', kind, 'impact', impact, 'isOpen', json(CASE WHEN is_open THEN 'true' ELSE 'false' END),
      'reportedAt', reported_at, 'registeredAt', registered_at
    ))
    FROM (SELECT * FROM page LIMIT 100)
  ),
  'pageInfo', json_object(
    'hasNextPage', json(CASE WHEN (SELECT count(*) FROM page) > 100 THEN 'true' ELSE 'false' END),
    'endCursor', (SELECT CAST(min(created_position) AS TEXT) FROM (SELECT created_position FROM page LIMIT 100))
  )
)))
