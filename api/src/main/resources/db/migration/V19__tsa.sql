-- Checkpoints of the log that were kept, shown elsewhere and time-stamped by others. All three tables only grow.

CREATE TABLE log_checkpoints (
    log_size bigint PRIMARY KEY CHECK (log_size > 0),
    at       timestamptz NOT NULL,
    note     text NOT NULL CHECK (octet_length(note) <= 16384)
);
COMMENT ON TABLE log_checkpoints IS 'What the log was at some times, each as it was given to others.';
COMMENT ON COLUMN log_checkpoints.log_size IS 'Entries in the log then.';
COMMENT ON COLUMN log_checkpoints.at IS 'When it was made, api''s clock.';
COMMENT ON COLUMN log_checkpoints.note IS 'c2sp.org/tlog-checkpoint, with its signature where the log has a key.';

CREATE TABLE time_stamps (
    log_size    bigint PRIMARY KEY REFERENCES log_checkpoints,
    fetched_at  timestamptz NOT NULL,
    stamped_at  timestamptz NOT NULL,
    accuracy_ms bigint NOT NULL CHECK (accuracy_ms >= 0),
    authority   text NOT NULL,
    policy      text NOT NULL,
    serial      text NOT NULL,
    token       bytea NOT NULL CHECK (octet_length(token) <= 65536)
);
COMMENT ON TABLE time_stamps IS 'Tokens (RFC 3161) of kept checkpoints, each checked before it was kept. What counts is token; the other columns repeat parts of it.';
COMMENT ON COLUMN time_stamps.log_size IS 'The checkpoint, and by it all entries before it.';
COMMENT ON COLUMN time_stamps.fetched_at IS 'When it was kept, api''s clock.';
COMMENT ON COLUMN time_stamps.stamped_at IS 'When the checkpoint was there, authority''s clock.';
COMMENT ON COLUMN time_stamps.accuracy_ms IS 'How far that clock may be off, as the authority says; 0 where it does not.';
COMMENT ON COLUMN time_stamps.authority IS 'Subject of the certificate that signed.';
COMMENT ON COLUMN time_stamps.policy IS 'Object identifier of the rules it was stamped by.';
COMMENT ON COLUMN time_stamps.serial IS 'Number of the token, decimal.';
COMMENT ON COLUMN time_stamps.token IS 'The token in DER; it is of SHA-256 over the note''s text, without its signatures.';

CREATE TABLE checkpoint_publications (
    log_size bigint NOT NULL REFERENCES log_checkpoints,
    place    text NOT NULL CHECK (place IN ('folder', 'url')),
    at       timestamptz NOT NULL,
    PRIMARY KEY (place, log_size)
);
COMMENT ON TABLE checkpoint_publications IS 'Which kept checkpoints were shown elsewhere.';
COMMENT ON COLUMN checkpoint_publications.log_size IS 'The checkpoint.';
COMMENT ON COLUMN checkpoint_publications.place IS 'folder or url, as configured.';
COMMENT ON COLUMN checkpoint_publications.at IS 'When it lay there or was taken, api''s clock.';

CREATE TRIGGER log_checkpoints_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON log_checkpoints
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER time_stamps_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON time_stamps
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_publications_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint_publications
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
