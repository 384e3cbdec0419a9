-- Deleting begins once: by itself in a new installation, and where there was something before, when a person says so.

CREATE TABLE retention_start (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    at  timestamptz NOT NULL,
    who text NOT NULL CHECK (length(who) BETWEEN 1 AND 500),
    why text NOT NULL CHECK (length(why) BETWEEN 1 AND 500)
);
COMMENT ON TABLE retention_start IS 'One row at most: that old material may be deleted. Without it nothing is, whatever the settings say.';
COMMENT ON COLUMN retention_start.one IS 'Always true.';
COMMENT ON COLUMN retention_start.at IS 'Since when.';
COMMENT ON COLUMN retention_start.who IS 'Who said so.';
COMMENT ON COLUMN retention_start.why IS 'One sentence.';

INSERT INTO retention_start (at, who, why)
SELECT now(), 'system', 'A new installation: there was nothing to delete.'
WHERE NOT EXISTS (SELECT 1 FROM cases) AND NOT EXISTS (SELECT 1 FROM incidents)
    AND NOT EXISTS (SELECT 1 FROM push_attempts) AND NOT EXISTS (SELECT 1 FROM dataset_exports)
    AND NOT EXISTS (SELECT 1 FROM rejected_records);

-- What a check rests on is signed when it is judged.
ALTER TABLE case_checks ADD COLUMN seal text CHECK (octet_length(seal) <= 65536);
COMMENT ON COLUMN case_checks.seal IS 'Signature of manifest by the log''s key (streetwarden.org/seal@v1); null where there was no key.';
