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
# All checks come before the first write: a unit that is refused leaves nothing to undo.
FUNCTIONS = """
CREATE FUNCTION {schema}.append(
    streams text[], versions bigint[], types text[], datas bytea[],
    held text[], held_at bigint[],
    released_names text[], released_keys text[], released_by text[],
    claimed_names text[], claimed_keys text[], claimed_by text[], is_unique boolean[],
    command text, digest_ text, answer_ bytea,
    OUT outcome text, OUT place bigint, OUT words text[], OUT body bytea
) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    IF command IS NOT NULL THEN
        SELECT 'repeated', ARRAY[r.command_id, r.digest], r.answer INTO outcome, words, body
            FROM {schema}.receipts r WHERE r.command_id = command;
        IF FOUND THEN RETURN; END IF;
    END IF;
    SELECT 'stale', now.version, ARRAY[h.stream] INTO outcome, place, words
        FROM unnest(held, held_at) WITH ORDINALITY AS h (stream, version, nth),
        LATERAL (SELECT coalesce((SELECT e.originator_version FROM {schema}.stored_events e
            WHERE e.originator_id = h.stream ORDER BY e.originator_version DESC LIMIT 1), 0) AS version) AS now
        WHERE now.version <> h.version ORDER BY h.nth LIMIT 1;
    IF FOUND THEN RETURN; END IF;
    IF true = ANY (is_unique) THEN
        SELECT 'taken', ARRAY[w.name, w.key, w.stream, holder.stream] INTO outcome, words
            FROM unnest(claimed_names, claimed_keys, claimed_by, is_unique)
                WITH ORDINALITY AS w (name, key, stream, only_one, nth),
            LATERAL (
                SELECT c.stream FROM {schema}.claims c
                    WHERE c.name = w.name AND c.key = w.key AND c.stream <> w.stream AND NOT EXISTS (
                        SELECT FROM unnest(released_names, released_keys, released_by) AS r (name, key, stream)
                        WHERE r.name = c.name AND r.key = c.key AND r.stream = c.stream)
                UNION ALL
                SELECT o.stream FROM unnest(claimed_names, claimed_keys, claimed_by)
                    WITH ORDINALITY AS o (name, key, stream, nth)
                    WHERE o.name = w.name AND o.key = w.key AND o.stream <> w.stream AND o.nth < w.nth
            ) AS holder
            WHERE w.only_one ORDER BY w.nth, holder.stream LIMIT 1;
        IF FOUND THEN RETURN; END IF;
    END IF;
    IF cardinality(released_names) > 0 THEN
        DELETE FROM {schema}.claims c
            USING unnest(released_names, released_keys, released_by) AS r (name, key, stream)
            WHERE c.name = r.name AND c.key = r.key AND c.stream = r.stream;
    END IF;
    IF cardinality(claimed_names) > 0 THEN
        INSERT INTO {schema}.claims SELECT * FROM unnest(claimed_names, claimed_keys, claimed_by)
            ON CONFLICT DO NOTHING;
    END IF;
    IF command IS NOT NULL THEN
        INSERT INTO {schema}.receipts VALUES (command, digest_, answer_);
    END IF;
    outcome := 'recorded';
    SELECT coalesce(max(notification_id), 0) INTO place FROM {schema}.stored_events;
    IF cardinality(streams) > 0 THEN
        INSERT INTO {schema}.stored_events
            SELECT e.stream, e.version, e.type, e.data, place + e.nth
            FROM unnest(streams, versions, types, datas) WITH ORDINALITY AS e (stream, version, type, data, nth);
        place := place + cardinality(streams);
        PERFORM pg_notify({channel}, place::text);
    END IF;
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
