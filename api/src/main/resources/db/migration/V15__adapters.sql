-- Files that were laid down for platforms behind one-way networks.

CREATE TABLE push_drops (
    target_id       text NOT NULL REFERENCES push_targets,
    sequence        bigint NOT NULL CHECK (sequence > 0),
    delivery_id     bigint NOT NULL UNIQUE REFERENCES push_deliveries,
    sha256          text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    acknowledged_at timestamptz,
    PRIMARY KEY (target_id, sequence),
    CHECK (acknowledged_at IS NULL OR sha256 IS NOT NULL)
);
COMMENT ON TABLE push_drops IS 'One row for every file laid down in a target''s folder; sequences have no gaps, so that the other side sees what is missing.';
COMMENT ON COLUMN push_drops.target_id IS 'The target.';
COMMENT ON COLUMN push_drops.sequence IS 'Number of the file in the target''s folder, from 1.';
COMMENT ON COLUMN push_drops.delivery_id IS 'What it brings; a repeat keeps its number.';
COMMENT ON COLUMN push_drops.sha256 IS 'Digest of the file; null before it is written.';
COMMENT ON COLUMN push_drops.acknowledged_at IS 'When a file came back that names this one and its digest; null until then.';

CREATE TABLE link_keys (
    id      smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    key     bytea NOT NULL CHECK (octet_length(key) = 32),
    made_at timestamptz NOT NULL
);
COMMENT ON TABLE link_keys IS 'The key of this installation that signs links to masked pictures; deleting its row ends every link that was given out.';
COMMENT ON COLUMN link_keys.id IS 'There is one.';
COMMENT ON COLUMN link_keys.key IS 'For HMAC-SHA256; made by the api that first needs it. Secret.';
COMMENT ON COLUMN link_keys.made_at IS 'When, api''s clock.';
