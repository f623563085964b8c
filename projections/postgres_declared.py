"""How a schema of PostgreSQL tells everything that is declared in it."""

DECLARED = """
WITH here AS (
    SELECT oid, relname, relkind, relrowsecurity FROM pg_class WHERE relnamespace = current_schema()::regnamespace
)
SELECT CASE relkind WHEN 'i' THEN 'index ' WHEN 'v' THEN 'view ' ELSE 'table ' END || relname,
    CASE relkind WHEN 'i' THEN replace(pg_get_indexdef(oid), quote_ident(current_schema()) || '.', '')
        WHEN 'v' THEN pg_get_viewdef(oid) ELSE concat_ws(' ', relkind, relrowsecurity,
        (SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attcollation, attnotnull,
            atthasdef, attgenerated), ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = here.oid AND attnum > 0 AND NOT attisdropped)) END
    FROM here LEFT JOIN pg_index ON indexrelid = here.oid WHERE indisvalid AND NOT indisprimary OR relkind <> 'i'
UNION ALL SELECT 'trigger ' || tgname || ' of ' || relname, concat_ws(' ', tgenabled, pg_get_triggerdef(t.oid))
    FROM pg_trigger t JOIN here ON here.oid = tgrelid WHERE NOT tgisinternal
UNION ALL SELECT 'rule ' || rulename || ' of ' || relname, pg_get_ruledef(r.oid)
    FROM pg_rewrite r JOIN here ON here.oid = ev_class WHERE rulename <> '_RETURN'
UNION ALL SELECT 'heir ' || inhrelid::regclass || ' of ' || relname, ''
    FROM pg_inherits JOIN here ON here.oid = inhparent
"""
