"""The tables of the ledger on PostgreSQL, and the function that records a unit in one round trip."""

from hashlib import sha256

LAYOUT = 1
APPEND_ONLY = ("stored_events", "receipts", "refusals")


def lock_number(*names: str) -> int:
    """The number of the advisory lock by these names, the same in every process."""
    return int.from_bytes(sha256("/".join(("opsledger", *names)).encode()).digest()[:8], "big", signed=True)


def channel(schema: str) -> str:
    """Where appends to this schema are announced."""
    return f"{schema}_head"


# Texts are ordered by their bytes ("C"), as on SQLite and whatever the database's language.
TABLES = """
CREATE TABLE {schema}.layout (version integer NOT NULL);

CREATE TABLE {schema}.stored_events (
    originator_id text COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigint NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
);
CREATE UNIQUE INDEX stored_events_notification_id_idx ON {schema}.stored_events (notification_id);

CREATE TABLE {schema}.receipts (
    command_id text COLLATE "C" PRIMARY KEY,
    digest text NOT NULL,
    answer bytea NOT NULL
);
CREATE TABLE {schema}.refusals (
    id bigint PRIMARY KEY,
    at text NOT NULL, actor text NOT NULL, role text, act text NOT NULL,
    stream text, code text NOT NULL, facts bytea NOT NULL, command_id text
);
CREATE TABLE {schema}.claims (
    name text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    PRIMARY KEY (name, key, stream)
);
CREATE TABLE {schema}.snapshots (
    stream text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL, shape text NOT NULL, data bytea NOT NULL
);

CREATE FUNCTION {schema}.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

APPEND_ONLY_TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.{table}
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.refuse_change();
"""

# Each statement inside sees what was committed before it began, so all that follow the lock see every earlier unit.
# All checks of a unit come before its first write: a unit that is refused leaves nothing to undo.
FUNCTIONS = """
CREATE FUNCTION {schema}.append(units jsonb)
RETURNS TABLE (outcome text, place bigint, words text[], body bytea) LANGUAGE plpgsql AS $$
DECLARE
    unit jsonb;
    before bigint;
    head bigint;
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    SELECT coalesce(max(notification_id), 0) INTO before FROM {schema}.stored_events;
    head := before;
    FOR unit IN SELECT value FROM jsonb_array_elements(units) LOOP
        IF unit ? 'receipt' THEN
            SELECT 'repeated', 0, ARRAY[r.command_id, r.digest], r.answer INTO outcome, place, words, body
                FROM {schema}.receipts r WHERE r.command_id = unit->'receipt'->>0;
            IF FOUND THEN RETURN NEXT; CONTINUE; END IF;
        END IF;
        body := NULL;

        SELECT 'stale', coalesce(now.version, 0), ARRAY[h.held->>0] INTO outcome, place, words
            FROM jsonb_array_elements(unit->'held') WITH ORDINALITY AS h (held, nth)
            LEFT JOIN LATERAL (
                SELECT e.originator_version AS version FROM {schema}.stored_events e
                    WHERE e.originator_id = h.held->>0 ORDER BY e.originator_version DESC LIMIT 1
            ) AS now ON true
            WHERE coalesce(now.version, 0) <> (h.held->>1)::bigint ORDER BY h.nth LIMIT 1;
        IF FOUND THEN RETURN NEXT; CONTINUE; END IF;

        IF unit ? 'lookups' THEN
            SELECT 'stale', 0, ARRAY[(looked->>0) || ' ' || (looked->>1)] INTO outcome, place, words
                FROM jsonb_array_elements(unit->'lookups') AS looked
                WHERE looked->2 <> (
                    SELECT coalesce(jsonb_agg(c.stream ORDER BY c.stream), '[]') FROM {schema}.claims c
                        WHERE c.name = looked->>0 AND c.key = looked->>1
                ) LIMIT 1;
            IF FOUND THEN RETURN NEXT; CONTINUE; END IF;
        END IF;

        IF unit ? 'unique' THEN
            SELECT 'taken', 0, ARRAY[w.claim->>0, w.claim->>1, w.claim->>2, holder.stream] INTO outcome, place, words
                FROM jsonb_array_elements(unit->'claims') WITH ORDINALITY AS w (claim, nth), LATERAL (
                    SELECT c.stream FROM {schema}.claims c
                        WHERE c.name = w.claim->>0 AND c.key = w.claim->>1 AND c.stream <> w.claim->>2
                            AND NOT coalesce(unit->'releases', '[]') @> jsonb_build_array(
                                jsonb_build_array(c.name, c.key, c.stream))
                    UNION ALL
                    SELECT o.claim->>2 FROM jsonb_array_elements(unit->'claims') WITH ORDINALITY AS o (claim, nth)
                        WHERE o.nth < w.nth AND o.claim->>0 = w.claim->>0 AND o.claim->>1 = w.claim->>1
                            AND o.claim->>2 <> w.claim->>2
                ) AS holder
                WHERE unit->'unique' ? (w.claim->>0) ORDER BY w.nth, holder.stream LIMIT 1;
            IF FOUND THEN RETURN NEXT; CONTINUE; END IF;
        END IF;

        IF unit ? 'releases' THEN
            DELETE FROM {schema}.claims c USING jsonb_array_elements(unit->'releases') AS released
                WHERE c.name = released->>0 AND c.key = released->>1 AND c.stream = released->>2;
        END IF;
        IF unit ? 'claims' THEN
            INSERT INTO {schema}.claims SELECT claim->>0, claim->>1, claim->>2
                FROM jsonb_array_elements(unit->'claims') AS claim ON CONFLICT DO NOTHING;
        END IF;
        IF unit ? 'receipt' THEN
            INSERT INTO {schema}.receipts VALUES (
                unit->'receipt'->>0, unit->'receipt'->>1, decode(unit->'receipt'->>2, 'base64'));
        END IF;
        INSERT INTO {schema}.stored_events
            SELECT entry->>0, (entry->>1)::bigint, entry->>2, decode(entry->>3, 'base64'), head + nth
            FROM jsonb_array_elements(unit->'entries') WITH ORDINALITY AS e (entry, nth);
        head := head + jsonb_array_length(unit->'entries');
        outcome := 'recorded';
        place := head;
        words := NULL;
        RETURN NEXT;
    END LOOP;
    IF head > before THEN PERFORM pg_notify({channel}, head::text); END IF;
END $$;

CREATE FUNCTION {schema}.refuse(
    at_ text, actor_ text, role_ text, act_ text, stream_ text, code_ text, facts_ bytea, command_ text
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    INSERT INTO {schema}.refusals SELECT
        coalesce(max(id), 0) + 1, at_, actor_, role_, act_, stream_, code_, facts_, command_
        FROM {schema}.refusals;
END $$;
"""
