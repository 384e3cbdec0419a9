-- What a city lays down as data (codes, places, units, calendar), the place of every case, and what is known of several sights of one thing.

CREATE TABLE place_registers (
    register text PRIMARY KEY,
    in_force bigint
);
COMMENT ON TABLE place_registers IS 'Tables and layers that people bring whole; the row is locked by every import and every application of one.';
COMMENT ON COLUMN place_registers.register IS 'A layer such as unit-grids, units, calendar, code-map, or codes- with the name of a code system.';
COMMENT ON COLUMN place_registers.in_force IS 'Import whose rows count; null until the first was applied.';

CREATE TABLE place_imports (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    register   text NOT NULL REFERENCES place_registers,
    version    integer CHECK (version > 0),
    format     text NOT NULL CHECK (format IN ('csv', 'geojson')),
    crs        text CHECK (crs IN ('wgs84', 'cgcs2000', 'gcj02', 'web-mercator')),
    source     text NOT NULL,
    sha256     text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    base       bigint REFERENCES place_imports,
    status     text NOT NULL CHECK (status IN ('DRAFT', 'APPLIED', 'SUPERSEDED')),
    row_count  integer NOT NULL CHECK (row_count >= 0),
    counts     jsonb NOT NULL DEFAULT '{}',
    remarks    jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    why        text NOT NULL,
    applied_at timestamptz,
    applied_by text,
    UNIQUE (register, version),
    CHECK ((status = 'APPLIED') = (num_nulls(version, applied_at, applied_by) = 0))
);
COMMENT ON TABLE place_imports IS 'What was brought into a register, by whom and why; every applied one is a version and stays as it is.';
COMMENT ON COLUMN place_imports.id IS 'Order of arrival.';
COMMENT ON COLUMN place_imports.register IS 'The register.';
COMMENT ON COLUMN place_imports.version IS 'Counts the applied imports of its register from 1; null until then.';
COMMENT ON COLUMN place_imports.format IS 'csv or geojson.';
COMMENT ON COLUMN place_imports.crs IS 'Declared coordinate system of every position in it; null where it has none. Rows hold WGS-84.';
COMMENT ON COLUMN place_imports.source IS 'Document or office that it comes from.';
COMMENT ON COLUMN place_imports.sha256 IS 'Digest of the file.';
COMMENT ON COLUMN place_imports.base IS 'Import in force when it was compared; null where none was.';
COMMENT ON COLUMN place_imports.status IS 'DRAFT, APPLIED, or SUPERSEDED by a later one of its register.';
COMMENT ON COLUMN place_imports.row_count IS 'How many rows it holds.';
COMMENT ON COLUMN place_imports.counts IS 'Rows by what applying it does to them.';
COMMENT ON COLUMN place_imports.remarks IS 'What is odd about it as a whole, one sentence each.';
COMMENT ON COLUMN place_imports.created_at IS 'Api''s clock.';
COMMENT ON COLUMN place_imports.created_by IS 'A person as named by the request.';
COMMENT ON COLUMN place_imports.why IS 'One sentence.';
COMMENT ON COLUMN place_imports.applied_at IS 'Api''s clock; null until then.';
COMMENT ON COLUMN place_imports.applied_by IS 'A person as named by the request.';
ALTER TABLE place_registers ADD FOREIGN KEY (in_force) REFERENCES place_imports;
CREATE TRIGGER applied_place_imports_stay BEFORE UPDATE OR DELETE ON place_imports
    FOR EACH ROW WHEN (OLD.status = 'APPLIED') EXECUTE FUNCTION refuse_change();

CREATE TABLE place_rows (
    import_id bigint NOT NULL REFERENCES place_imports,
    key       text NOT NULL,
    position  integer NOT NULL,
    facts     jsonb NOT NULL,
    PRIMARY KEY (import_id, key)
);
COMMENT ON TABLE place_rows IS 'The rows of every version and draft.';
COMMENT ON COLUMN place_rows.import_id IS 'The import.';
COMMENT ON COLUMN place_rows.key IS 'What the row is called in its register: a code, a day, or several cells joined by |.';
COMMENT ON COLUMN place_rows.position IS 'Order in the file, from 1.';
COMMENT ON COLUMN place_rows.facts IS 'Its cells by the names of columns; of a layer, also its GeoJSON geometry in WGS-84.';

CREATE FUNCTION refuse_change_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM place_imports i WHERE i.id = OLD.import_id AND i.status = 'APPLIED') THEN
        RAISE EXCEPTION 'versions of % stay as they are', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER rows_of_versions_stay BEFORE UPDATE OR DELETE ON place_rows
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_version();
CREATE TRIGGER place_rows_stay BEFORE TRUNCATE ON place_rows FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE case_codes (
    case_id     bigint NOT NULL REFERENCES cases ON DELETE CASCADE,
    position    smallint NOT NULL,
    code_system text NOT NULL,
    version     integer NOT NULL,
    code        text NOT NULL,
    name        text NOT NULL,
    PRIMARY KEY (case_id, code_system)
);
COMMENT ON TABLE case_codes IS 'What a case is called in each code system, as that stood when it was filed; a code never stands alone.';
COMMENT ON COLUMN case_codes.case_id IS 'The case.';
COMMENT ON COLUMN case_codes.position IS 'Order of the code systems in the code map, from 0; the first suggests the unit.';
COMMENT ON COLUMN case_codes.code_system IS 'The code system, as its register names it behind codes-.';
COMMENT ON COLUMN case_codes.version IS 'Version of that register.';
COMMENT ON COLUMN case_codes.code IS 'The code.';
COMMENT ON COLUMN case_codes.name IS 'Its name in that version.';

CREATE TABLE case_places (
    case_id                     bigint PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
    longitude                   double precision CHECK (longitude BETWEEN -180 AND 180),
    latitude                    double precision CHECK (latitude BETWEEN -90 AND 90),
    declared_crs                text,
    uncertainty_m               double precision CHECK (uncertainty_m >= 0),
    unit_grid                   text,
    unit_grid_version           integer,
    responsibility_grid         text,
    responsibility_grid_version integer,
    unit                        text,
    unit_code                   text,
    units_version               integer,
    time_limit                  text,
    due_at                      timestamptz,
    calendar_version            integer,
    gaps                        jsonb NOT NULL DEFAULT '[]',
    CHECK (num_nulls(longitude, latitude, declared_crs) IN (0, 3)),
    CHECK (num_nulls(unit_grid, unit_grid_version) IN (0, 2)),
    CHECK (num_nulls(responsibility_grid, responsibility_grid_version) IN (0, 2)),
    CHECK (num_nulls(unit, units_version) IN (0, 2))
);
COMMENT ON TABLE case_places IS 'Where a case is and whom it concerns, as registers stood when it was filed; older cases have none.';
COMMENT ON COLUMN case_places.case_id IS 'The case.';
COMMENT ON COLUMN case_places.longitude IS 'Of the camera, degrees, WGS-84; null where the directory has no usable position.';
COMMENT ON COLUMN case_places.latitude IS 'Of the camera, degrees, WGS-84.';
COMMENT ON COLUMN case_places.declared_crs IS 'The system in which the directory''s source stated that position.';
COMMENT ON COLUMN case_places.uncertainty_m IS 'Metres, as the source states it; null where it does not.';
COMMENT ON COLUMN case_places.unit_grid IS 'Code of the unit grid, 15 digits; null where none is there.';
COMMENT ON COLUMN case_places.unit_grid_version IS 'Version of that layer.';
COMMENT ON COLUMN case_places.responsibility_grid IS 'Code of the responsibility grid; null where none is there.';
COMMENT ON COLUMN case_places.responsibility_grid_version IS 'Version of that layer.';
COMMENT ON COLUMN case_places.unit IS 'Department or township suggested for it; null where the table names none.';
COMMENT ON COLUMN case_places.unit_code IS 'That unit''s code, where the table states it.';
COMMENT ON COLUMN case_places.units_version IS 'Version of the table of units.';
COMMENT ON COLUMN case_places.time_limit IS 'As that table states it, such as 4 working-hours; null where it states none.';
COMMENT ON COLUMN case_places.due_at IS 'That limit counted from filing; null where it cannot be counted.';
COMMENT ON COLUMN case_places.calendar_version IS 'Version of the calendar it was counted by; null where none was needed.';
COMMENT ON COLUMN case_places.gaps IS 'What could not be told, in the words of the API.';

CREATE INDEX case_places_by_position ON case_places (latitude, longitude);

ALTER TABLE case_incidents
    ADD COLUMN camera_name  text,
    ADD COLUMN longitude    double precision CHECK (longitude BETWEEN -180 AND 180),
    ADD COLUMN latitude     double precision CHECK (latitude BETWEEN -90 AND 90),
    ADD COLUMN same_because text CHECK (same_because IN ('same-zone', 'nearby'));
COMMENT ON COLUMN case_incidents.camera_name IS 'That camera''s name at the time; null where it was not kept.';
COMMENT ON COLUMN case_incidents.longitude IS 'Of that camera, degrees, WGS-84; null where the directory has no usable position.';
COMMENT ON COLUMN case_incidents.latitude IS 'Of that camera, degrees, WGS-84.';
COMMENT ON COLUMN case_incidents.same_because IS 'Why a merged one is taken for the same thing: same zone of the same camera, or a camera nearby.';
ALTER TABLE cases
    ADD COLUMN first_last_seen_at timestamptz,
    ADD COLUMN first_cleared_at   timestamptz;
UPDATE cases SET first_last_seen_at = last_seen_at, first_cleared_at = cleared_at;
COMMENT ON COLUMN cases.first_last_seen_at IS 'Last look of the incident that opened the case; null until its subject is gone.';
COMMENT ON COLUMN cases.first_cleared_at IS 'When the subject of that incident had been gone long enough; null until then.';
COMMENT ON COLUMN cases.last_seen_at IS 'Last look of all its incidents; null until every subject is gone.';
COMMENT ON COLUMN cases.cleared_at IS 'When the subject of every incident of it had been gone long enough; null until then.';
CREATE INDEX case_incidents_by_zone ON case_incidents (camera_id, zone_id);
CREATE INDEX case_incidents_by_position ON case_incidents (latitude, longitude);

CREATE FUNCTION refuse_incident_twice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases WHERE incident_id = NEW.incident_id AND TG_TABLE_NAME <> 'cases')
        OR EXISTS (SELECT 1 FROM case_incidents WHERE incident_id = NEW.incident_id AND TG_TABLE_NAME = 'cases') THEN
        RAISE EXCEPTION 'incident % belongs to a case already', NEW.incident_id USING ERRCODE = 'unique_violation';
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION refuse_incident_twice() IS 'Keeps the id of an incident unique over cases and case_incidents; writers hold the lock of the incident.';
CREATE TRIGGER incidents_once BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION refuse_incident_twice();
CREATE TRIGGER incidents_once BEFORE INSERT ON case_incidents FOR EACH ROW EXECUTE FUNCTION refuse_incident_twice();
