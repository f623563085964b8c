SELECT json_build_object('data', json_build_object('appraisal', (
  SELECT row_to_json(x) FROM (
    SELECT a.id AS key, a.status, a.starts, a.ends, a.score::text, a.grade,
      json_build_object('key', s.id, 'name', s.name) AS subject,
      json_build_object('key', b.id, 'name', b.name) AS superior,
      json_build_object('key', u.id, 'name', u.name) AS department,
      json_build_object('nodes', (
        SELECT json_agg(json_build_object(
          'key', f.id, 'status', f.status, 'due', f.due,
          'objectives', CASE WHEN f.objectives IS NOT NULL THEN json_build_object('objectives', (
            SELECT json_agg(o)
            FROM json_to_recordset(f.objectives -> 'objectives') AS o(text text, indicator text, target text)
          )) END,
          'assessment', CASE WHEN f.assessment IS NOT NULL THEN json_build_object(
            'summary', f.assessment -> 'summary',
            'scores', (
              SELECT json_agg(g)
              FROM json_to_recordset(f.assessment -> 'scores') AS g(indicator text, score text, comment text)
            )
          ) END
        ))
        FROM appraisal_form AS f WHERE f.appraisal = a.id
      )) AS forms,
      CASE WHEN a.evaluation IS NOT NULL THEN json_build_object(
        'summary', a.evaluation -> 'summary',
        'by', (
          SELECT json_build_object('key', id, 'name', name)
          FROM organisation_person WHERE id = a.evaluation ->> 'by'
        ),
        'scores', (
          SELECT json_agg(g)
          FROM json_to_recordset(a.evaluation -> 'scores') AS g(indicator text, score text, comment text)
        )
      ) END AS evaluation,
      CASE WHEN a.composite IS NOT NULL THEN json_build_object(
        'alpha', a.composite -> 'alpha', 'adjustment', a.composite -> 'adjustment',
        'components', (
          SELECT json_agg(json_build_object(
            'indicator', indicator, 'weight', weight, 'selfScore', self_score, 'superiorScore', superior_score
          ))
          FROM json_to_recordset(a.composite -> 'components')
            AS c(indicator text, weight text, self_score text, superior_score text)
        )
      ) END AS composite,
      json_build_object('nodes', (
        SELECT coalesce(json_agg(y), '[]') FROM (
          SELECT id AS key, status, what, due
          FROM appraisal_improvement WHERE appraisal = a.id ORDER BY due, id LIMIT 100
        ) AS y
      )) AS improvements
    FROM appraisal AS a
    JOIN organisation_person AS s ON s.id = a.subject
    JOIN organisation_person AS b ON b.id = a.superior
    JOIN organisation_unit AS u ON u.id = a.department
    WHERE a.id = %(id)s AND a.withheld_from IS DISTINCT FROM %(reader)s
  ) AS x
)))
