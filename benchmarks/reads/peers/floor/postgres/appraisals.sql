WITH page AS MATERIALIZED (
  SELECT id AS key, status, kind, starts, ends, score::text, grade, gain::text, in_time AS "inTime",
    evaluation_due AS "evaluationDue", delivered_at AS "deliveredAt", finalised_at AS "finalisedAt", created_position
  FROM appraisal
  WHERE status = %(status)s AND grade = %(grade)s AND created_position < coalesce(%(after)s::bigint, 9e18::bigint)
    AND withheld_from IS DISTINCT FROM %(reader)s
  ORDER BY created_position DESC LIMIT 101
)
SELECT json_build_object('data', json_build_object('appraisals', json_build_object(
  'nodes', (
    SELECT coalesce(json_agg(x), '[]') FROM (
      SELECT key, status, kind, starts, ends, score, grade, gain, "inTime", "evaluationDue", "deliveredAt",
        "finalisedAt"
      FROM page LIMIT 100
    ) AS x
  ),
  'pageInfo', json_build_object(
    'hasNextPage', (SELECT count(*) FROM page) > 100,
    'endCursor', (SELECT created_position::text FROM page OFFSET least(99, (SELECT count(*) FROM page) - 1) LIMIT 1)
  )
)))
