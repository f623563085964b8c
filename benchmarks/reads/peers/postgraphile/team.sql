-- Teams are lists inside a column; PostGraphile is told of them as its documentation advises: by a view.
CREATE SCHEMA IF NOT EXISTS asked;
CREATE OR REPLACE VIEW asked.project_member AS
SELECT p.id AS project, m.place, m.value ->> 'function' AS function, m.value ->> 'allocation' AS allocation,
  m.value ->> 'person' AS person
FROM views.project AS p, json_array_elements(p.team) WITH ORDINALITY AS m(value, place);
