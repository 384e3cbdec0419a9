-- One append-only log (RFC 9162) of every case's manifest and every act that evidence or judgement saw. Both tables only grow.

CREATE TABLE log_entries (
    position bigint PRIMARY KEY CHECK (position >= 0),
    at       timestamptz NOT NULL,
    type     text NOT NULL CHECK (type IN ('manifest', 'audit')),
    case_no  text,
    incident_id text,
    action   text,
    who      text,
    body     bytea NOT NULL CHECK (octet_length(body) <= 16384),
    CONSTRAINT audit_says_who_did_what CHECK ((type = 'audit') = (action IS NOT NULL AND who IS NOT NULL)),
    CONSTRAINT manifest_is_of_a_case CHECK ((type = 'manifest') = (incident_id IS NOT NULL) AND (type = 'audit' OR case_no IS NOT NULL))
);
COMMENT ON TABLE log_entries IS 'The entries of the log. What is proven is body; the other columns repeat parts of it for searching.';
COMMENT ON COLUMN log_entries.position IS 'Index in the log, from 0 without gaps, in the order of commit.';
COMMENT ON COLUMN log_entries.at IS 'When, api''s clock.';
COMMENT ON COLUMN log_entries.type IS 'manifest: evidence was filed. audit: somebody did something.';
COMMENT ON COLUMN log_entries.case_no IS 'The case; null where an act is of none.';
COMMENT ON COLUMN log_entries.incident_id IS 'The incident whose evidence it is; null for acts.';
COMMENT ON COLUMN log_entries.action IS 'What was done, as VIEW or VERDICT; null for manifests.';
COMMENT ON COLUMN log_entries.who IS 'Who did it, as he says; empty where he does not. Null for manifests.';
COMMENT ON COLUMN log_entries.body IS 'The entry itself: canonical JSON (RFC 8785).';
CREATE INDEX log_entries_of_case ON log_entries (case_no, position);
CREATE UNIQUE INDEX log_entries_of_incident ON log_entries (incident_id);

CREATE TABLE log_nodes (
    level    smallint NOT NULL CHECK (level BETWEEN 0 AND 62),
    position bigint NOT NULL CHECK (position >= 0),
    hash     bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (level, position)
);
COMMENT ON TABLE log_nodes IS 'Hashes of the log''s whole subtrees, so that a proof reads a few rows.';
COMMENT ON COLUMN log_nodes.level IS '0 for leaves; a node of level n is over 2^n entries.';
COMMENT ON COLUMN log_nodes.position IS 'Over the entries position * 2^level up to (position + 1) * 2^level, exclusive.';
COMMENT ON COLUMN log_nodes.hash IS 'SHA-256 as RFC 9162, section 2.1, makes it.';

CREATE TRIGGER log_entries_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_nodes_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON log_nodes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
