-- Finding the open case of a thing must not read all that ever happened at its place. Going through a long history may take longer than
-- a request may.
SET LOCAL statement_timeout = 0;

ALTER TABLE case_places ADD COLUMN ended boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN case_places.ended IS 'Whether nobody has to deal with the case any more, as its state says.';
UPDATE case_places p SET ended = true FROM cases c JOIN case_statuses s ON s.status = c.status WHERE c.id = p.case_id AND NOT s.open;
CREATE INDEX case_places_open_on_map ON case_places (latitude, longitude) INCLUDE (case_id) WHERE NOT ended;
CREATE INDEX cases_open_by_place ON cases (camera_id, zone_id, kind)
    WHERE status NOT IN ('REJECTED', 'REFUSED', 'CLOSED', 'VOID', 'CORRECTED');

CREATE FUNCTION note_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE case_places SET ended = NOT (SELECT open FROM case_statuses WHERE status = NEW.status) WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION note_end() IS 'Keeps with a case''s place whether it has ended.';
CREATE TRIGGER cases_end AFTER UPDATE ON cases FOR EACH ROW
    WHEN ((OLD.status IN ('REJECTED', 'REFUSED', 'CLOSED', 'VOID', 'CORRECTED'))
        IS DISTINCT FROM (NEW.status IN ('REJECTED', 'REFUSED', 'CLOSED', 'VOID', 'CORRECTED')))
    EXECUTE FUNCTION note_end();

-- Counting is done from memory.
DROP INDEX cases_counted;
