WITH page AS MATERIALIZED (
  SELECT id, status, kind, starts, ends, score, grade, gain, in_time, evaluation_due, delivered_at, finalised_at,
    created_position
  FROM appraisal
  WHERE status = :status AND grade = :grade AND created_position < coalesce(:after, 9e18)
    AND withheld_from IS NOT :reader
  ORDER BY created_position DESC LIMIT 101
)
SELECT json_object('data', json_object('appraisals', json_object(
  'nodes', (
    SELECT jsonb_group_array(json_object(
      'key', id, 'status', status, 'kind', kind, 'starts', starts, 'ends', ends, 'score', score, 'grade', grade,
      'gain', gain, 'inTime', json(CASE in_time WHEN 1 THEN 'true' WHEN 0 THEN 'false' END),
      'evaluationDue', evaluation_due, 'deliveredAt', delivered_at, 'finalisedAt', finalised_at
    ))
    FROM (SELECT * FROM page LIMIT 100)
  ),
  'pageInfo', json_object(
    'hasNextPage', json(CASE WHEN (SELECT count(*) FROM page) > 100 THEN 'true' ELSE 'false' END),
    'endCursor', (SELECT CAST(min(created_position) AS TEXT) FROM (SELECT created_position FROM page LIMIT 100))
  )
)))
