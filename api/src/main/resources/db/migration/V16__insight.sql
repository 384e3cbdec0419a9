-- What lists, maps, hot spots and insight need at 100,000 cases. Going through a long history may take longer than a request may.
SET LOCAL statement_timeout = 0;

CREATE INDEX case_places_by_unit_grid ON case_places (unit_grid) INCLUDE (case_id) WHERE unit_grid IS NOT NULL;
CREATE INDEX case_places_by_responsibility_grid ON case_places (responsibility_grid) INCLUDE (case_id)
    WHERE responsibility_grid IS NOT NULL;
CREATE INDEX case_places_on_map ON case_places (latitude, longitude) INCLUDE (case_id);
DROP INDEX case_places_by_position;
-- Counting cases reads no case.
CREATE INDEX cases_counted ON cases (raised_at) INCLUDE (id, camera_id, zone_id, kind, status, moved_by);

CREATE TABLE case_milestones (
    case_id       bigint PRIMARY KEY REFERENCES cases,
    approved_at   timestamptz,
    rejected_at   timestamptz,
    pushed_at     timestamptz,
    accepted_at   timestamptz,
    refused_at    timestamptz,
    registered_at timestamptz,
    closed_at     timestamptz
) WITH (fillfactor = 70);
COMMENT ON TABLE case_milestones IS 'When each case first came so far, as its history says: written with the history, once each, so that any past moment can be counted again.';
COMMENT ON COLUMN case_milestones.case_id IS 'The case; one that never moved has no row.';
COMMENT ON COLUMN case_milestones.approved_at IS 'When it was first confirmed or let through; null until then.';
COMMENT ON COLUMN case_milestones.rejected_at IS 'When a reviewer first found it to be none.';
COMMENT ON COLUMN case_milestones.pushed_at IS 'When it was first handed over.';
COMMENT ON COLUMN case_milestones.accepted_at IS 'When the platform first took it, said or shown by going further.';
COMMENT ON COLUMN case_milestones.refused_at IS 'When the platform first did not take it.';
COMMENT ON COLUMN case_milestones.registered_at IS 'When the platform first opened its file, said or shown by going further.';
COMMENT ON COLUMN case_milestones.closed_at IS 'When it first ended as dealt with.';

CREATE FUNCTION note_milestone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    registered boolean := NEW.to_status IN ('REGISTERED', 'DISPATCHED', 'HANDLED', 'CLOSED');
BEGIN
    INSERT INTO case_milestones AS m VALUES (NEW.case_id,
        CASE WHEN NEW.to_status = 'APPROVED' THEN NEW.at END,
        CASE WHEN NEW.to_status = 'REJECTED' THEN NEW.at END,
        CASE WHEN NEW.to_status = 'PUSHED' THEN NEW.at END,
        CASE WHEN NEW.to_status = 'ACCEPTED' OR registered THEN NEW.at END,
        CASE WHEN NEW.to_status = 'REFUSED' THEN NEW.at END,
        CASE WHEN registered THEN NEW.at END,
        CASE WHEN NEW.to_status = 'CLOSED' THEN NEW.at END)
    ON CONFLICT (case_id) DO UPDATE SET
        approved_at = coalesce(m.approved_at, EXCLUDED.approved_at),
        rejected_at = coalesce(m.rejected_at, EXCLUDED.rejected_at),
        pushed_at = coalesce(m.pushed_at, EXCLUDED.pushed_at),
        accepted_at = coalesce(m.accepted_at, EXCLUDED.accepted_at),
        refused_at = coalesce(m.refused_at, EXCLUDED.refused_at),
        registered_at = coalesce(m.registered_at, EXCLUDED.registered_at),
        closed_at = coalesce(m.closed_at, EXCLUDED.closed_at);
    RETURN NULL;
END $$;
COMMENT ON FUNCTION note_milestone() IS 'Writes down how far a step brought its case.';
CREATE TRIGGER case_history_milestones AFTER INSERT ON case_history FOR EACH ROW
    WHEN (NEW.to_status IN ('APPROVED', 'REJECTED', 'PUSHED', 'ACCEPTED', 'REFUSED', 'REGISTERED', 'DISPATCHED', 'HANDLED', 'CLOSED'))
    EXECUTE FUNCTION note_milestone();
INSERT INTO case_milestones
SELECT case_id, min(at) FILTER (WHERE to_status = 'APPROVED'), min(at) FILTER (WHERE to_status = 'REJECTED'),
    min(at) FILTER (WHERE to_status = 'PUSHED'),
    min(at) FILTER (WHERE to_status IN ('ACCEPTED', 'REGISTERED', 'DISPATCHED', 'HANDLED', 'CLOSED')),
    min(at) FILTER (WHERE to_status = 'REFUSED'),
    min(at) FILTER (WHERE to_status IN ('REGISTERED', 'DISPATCHED', 'HANDLED', 'CLOSED')),
    min(at) FILTER (WHERE to_status = 'CLOSED')
FROM case_history WHERE to_status IS NOT NULL GROUP BY case_id;
