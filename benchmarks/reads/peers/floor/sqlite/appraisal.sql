SELECT json_object('data', json_object('appraisal', json((
  SELECT json_object(
    'key', a.id, 'status', a.status, 'starts', a.starts, 'ends', a.ends, 'score', a.score, 'grade', a.grade,
    'subject', json_object('key', s.id, 'name', s.name),
    'superior', json_object('key', b.id, 'name', b.name),
    'department', json_object('key', u.id, 'name', u.name),
    'forms', json_object('nodes', (
      SELECT jsonb_group_array(json_object(
        'key', f.id, 'status', f.status, 'due', f.due,
        'objectives', CASE WHEN f.objectives IS NOT NULL THEN json_object('objectives', (
          SELECT jsonb_group_array(json_object(
            'text', value ->> 'text', 'indicator', value ->> 'indicator', 'target', value ->> 'target'
          ))
          FROM json_each(f.objectives, '$.objectives')
        )) END,
        'assessment', CASE WHEN f.assessment IS NOT NULL THEN json_object(
          'summary', f.assessment ->> 'summary',
          'scores', (
            SELECT jsonb_group_array(json_object(
              'indicator', value ->> 'indicator', 'score', value ->> 'score', 'comment', value ->> 'comment'
            ))
            FROM json_each(f.assessment, '$.scores')
          )
        ) END
      ))
      FROM appraisal_form AS f WHERE f.appraisal = a.id
    )),
    'evaluation', CASE WHEN a.evaluation IS NOT NULL THEN json_object(
      'summary', a.evaluation ->> 'summary',
      'by', json((SELECT json_object('key', id, 'name', name) FROM organisation_person WHERE id = a.evaluation ->> 'by')),
      'scores', (
        SELECT jsonb_group_array(json_object(
          'indicator', value ->> 'indicator', 'score', value ->> 'score', 'comment', value ->> 'comment'
        ))
        FROM json_each(a.evaluation, '$.scores')
      )
    ) END,
    'composite', CASE WHEN a.composite IS NOT NULL THEN json_object(
      'alpha', a.composite ->> 'alpha', 'adjustment', a.composite ->> 'adjustment',
      'components', (
        SELECT jsonb_group_array(json_object(
          'indicator', value ->> 'indicator', 'weight', value ->> 'weight',
          'selfScore', value ->> 'self_score', 'superiorScore', value ->> 'superior_score'
        ))
        FROM json_each(a.composite, '$.components')
      )
    ) END,
    'improvements', json_object('nodes', (
      SELECT jsonb_group_array(json_object('key', id, 'status', status, 'what', what, 'due', due))
      FROM (
        SELECT id, status, what, due FROM appraisal_improvement WHERE appraisal = a.id ORDER BY due, id LIMIT 100
      )
    ))
  )
  FROM appraisal AS a
  JOIN organisation_person AS s ON s.id = a.subject
  JOIN organisation_person AS b ON b.id = a.superior
  JOIN organisation_unit AS u ON u.id = a.department
  WHERE a.id = :id AND a.withheld_from IS NOT :reader
))))
