-- The camera directory: what sources say of cameras and of the tree above them, and the imports that brought it.

CREATE TABLE directory_state (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint NOT NULL CHECK (revision >= 0)
);
COMMENT ON TABLE directory_state IS 'One row, locked by every import and every application of one.';
COMMENT ON COLUMN directory_state.one IS 'Always true.';
COMMENT ON COLUMN directory_state.revision IS 'Grows with every change of the directory.';
INSERT INTO directory_state VALUES (true, 0);

CREATE TABLE directory_entries (
    code             text PRIMARY KEY CHECK (code ~ '^[0-9]{2,20}$'),
    source           text NOT NULL,
    facts            jsonb NOT NULL,
    absent_since     timestamptz,
    first_seen_at    timestamptz NOT NULL,
    changed_at       timestamptz NOT NULL,
    kind             text NOT NULL GENERATED ALWAYS AS (facts ->> 'kind') STORED,
    name             text NOT NULL GENERATED ALWAYS AS (facts ->> 'name') STORED,
    division         text NOT NULL GENERATED ALWAYS AS (facts ->> 'division') STORED,
    parent           text NOT NULL GENERATED ALWAYS AS (facts ->> 'parent') STORED,
    status           text NOT NULL GENERATED ALWAYS AS (facts ->> 'status') STORED,
    longitude        double precision GENERATED ALWAYS AS ((facts ->> 'longitude')::double precision) STORED
        CHECK (longitude BETWEEN -180 AND 180),
    latitude         double precision GENERATED ALWAYS AS ((facts ->> 'latitude')::double precision) STORED
        CHECK (latitude BETWEEN -90 AND 90),
    purpose          text NOT NULL GENERATED ALWAYS AS (coalesce(facts ->> 'purpose', '')) STORED,
    sharing_document text NOT NULL GENERATED ALWAYS AS (coalesce(facts ->> 'sharingDocument', '')) STORED
);
COMMENT ON TABLE directory_entries IS 'Cameras and the nodes above them as the last applied import of their source described them.';
COMMENT ON COLUMN directory_entries.code IS 'GB/T 28181 code of 20 digits; 2, 4, 6 or 8 digits where the entry is a division.';
COMMENT ON COLUMN directory_entries.source IS 'Who described it; one code belongs to one source.';
COMMENT ON COLUMN directory_entries.facts IS 'Everything the source says, with the coordinates as it wrote them; the columns below are made from it.';
COMMENT ON COLUMN directory_entries.absent_since IS 'When the source stopped naming it, api''s clock; null while it does.';
COMMENT ON COLUMN directory_entries.first_seen_at IS 'When it first stood here, api''s clock.';
COMMENT ON COLUMN directory_entries.changed_at IS 'When an import last changed it, api''s clock.';
COMMENT ON COLUMN directory_entries.kind IS 'camera, or what stands above cameras.';
COMMENT ON COLUMN directory_entries.name IS 'Name for people.';
COMMENT ON COLUMN directory_entries.division IS 'Administrative division that owns it (GB/T 2260), 2 to 8 digits.';
COMMENT ON COLUMN directory_entries.parent IS 'Code of the node above; empty where none is stated.';
COMMENT ON COLUMN directory_entries.status IS 'ON, OFF or UNKNOWN, as the source says.';
COMMENT ON COLUMN directory_entries.longitude IS 'Degrees, WGS-84 (CGCS2000 to within a metre); null where the position is not usable.';
COMMENT ON COLUMN directory_entries.latitude IS 'Degrees, WGS-84.';
COMMENT ON COLUMN directory_entries.purpose IS 'What the sharing agreement allows; a camera without one may not be analysed.';
COMMENT ON COLUMN directory_entries.sharing_document IS 'Number of that agreement; a camera without one may not be analysed.';
CREATE INDEX directory_by_source ON directory_entries (source, code);
CREATE INDEX directory_by_division ON directory_entries (division text_pattern_ops, code);

CREATE TABLE camera_imports (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source           text NOT NULL,
    format           text NOT NULL CHECK (format IN ('csv', 'geojson')),
    crs              text NOT NULL CHECK (crs IN ('wgs84', 'cgcs2000', 'gcj02', 'web-mercator')),
    purpose          text,
    sharing_document text,
    sha256           text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    complete         boolean NOT NULL,
    base_revision    bigint NOT NULL,
    status           text NOT NULL CHECK (status IN ('DRAFT', 'APPLIED', 'SUPERSEDED')),
    created_at       timestamptz NOT NULL,
    created_by       text NOT NULL,
    why              text NOT NULL,
    applied_at       timestamptz,
    applied_by       text,
    present          integer NOT NULL DEFAULT 0,
    counts           jsonb NOT NULL DEFAULT '{}',
    remarks          jsonb NOT NULL DEFAULT '[]',
    CHECK ((status = 'APPLIED') = (applied_at IS NOT NULL))
);
COMMENT ON TABLE camera_imports IS 'What was brought, by whom, and what it would do or did to the directory.';
COMMENT ON COLUMN camera_imports.id IS 'Order of arrival.';
COMMENT ON COLUMN camera_imports.source IS 'Whose cameras these are.';
COMMENT ON COLUMN camera_imports.format IS 'csv or geojson.';
COMMENT ON COLUMN camera_imports.crs IS 'Declared coordinate system of every position in it.';
COMMENT ON COLUMN camera_imports.purpose IS 'Of every row without one of its own; null where none was given.';
COMMENT ON COLUMN camera_imports.sharing_document IS 'Likewise.';
COMMENT ON COLUMN camera_imports.sha256 IS 'Digest of the file.';
COMMENT ON COLUMN camera_imports.complete IS 'Whether it names every camera of its source; what it leaves out is called absent only then.';
COMMENT ON COLUMN camera_imports.base_revision IS 'Revision of the directory that it was compared with.';
COMMENT ON COLUMN camera_imports.status IS 'DRAFT, APPLIED, or SUPERSEDED by a later one of its source.';
COMMENT ON COLUMN camera_imports.created_at IS 'Api''s clock.';
COMMENT ON COLUMN camera_imports.created_by IS 'A person as named by the request.';
COMMENT ON COLUMN camera_imports.why IS 'One sentence.';
COMMENT ON COLUMN camera_imports.applied_at IS 'Api''s clock; null until then.';
COMMENT ON COLUMN camera_imports.applied_by IS 'A person as named by the request.';
COMMENT ON COLUMN camera_imports.present IS 'How many entries of the source were present when it was compared.';
COMMENT ON COLUMN camera_imports.counts IS 'Rows by outcome.';
COMMENT ON COLUMN camera_imports.remarks IS 'What is odd about it as a whole, one sentence each.';
CREATE INDEX camera_imports_by_source ON camera_imports (source, id);

CREATE TABLE camera_import_rows (
    import_id bigint NOT NULL REFERENCES camera_imports ON DELETE CASCADE,
    position  integer NOT NULL,
    place     text NOT NULL,
    code      text NOT NULL,
    outcome   text NOT NULL
        CHECK (outcome IN ('READ', 'NEW', 'CHANGED', 'GONE', 'UNCHANGED', 'REFUSED', 'EXCLUDED')),
    facts     jsonb,
    before    jsonb,
    reasons   jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (import_id, position)
);
COMMENT ON TABLE camera_import_rows IS 'What an import does to each entry; of an applied one, the directory''s history.';
COMMENT ON COLUMN camera_import_rows.import_id IS 'The import.';
COMMENT ON COLUMN camera_import_rows.position IS 'Order in the file, from 1; what is gone follows behind.';
COMMENT ON COLUMN camera_import_rows.place IS 'Where people find the row: a line, a feature, a page of a catalogue.';
COMMENT ON COLUMN camera_import_rows.code IS 'Of the entry; empty where the row has no sound one.';
COMMENT ON COLUMN camera_import_rows.outcome IS 'What happens to the entry; READ while the import is still being compared.';
COMMENT ON COLUMN camera_import_rows.facts IS 'The entry afterwards; null where it is refused, excluded or gone.';
COMMENT ON COLUMN camera_import_rows.before IS 'The entry as it stands; null where it is new or unchanged. Erased where the camera is secret.';
COMMENT ON COLUMN camera_import_rows.reasons IS 'Why it is refused or excluded, and what was left out of it, one sentence each.';
CREATE INDEX camera_import_rows_by_code ON camera_import_rows (code, import_id);
