-- What pilots upload, how far it has come, and the work that workers are asked for.

CREATE TABLE flights (
    flight_id    text PRIMARY KEY CHECK (flight_id ~ '^F[0-9]{8}-[0-9A-Z]{8}$'),
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    pilot        text NOT NULL,
    state        text NOT NULL CHECK (state IN ('UPLOADING', 'INSPECTING', 'REFUSED', 'READY', 'SURVEYING', 'DONE', 'FAILED')),
    created_at   timestamptz NOT NULL,
    moved_at     timestamptz NOT NULL,
    detail       text NOT NULL DEFAULT '',
    inspection   text,
    inspected_at timestamptz,
    worker_id    text,
    done_ms      bigint NOT NULL DEFAULT 0 CHECK (done_ms >= 0),
    total_ms     bigint NOT NULL DEFAULT 0 CHECK (total_ms >= 0),
    pictures     bigint NOT NULL DEFAULT 0 CHECK (pictures >= 0),
    findings     integer NOT NULL DEFAULT 0 CHECK (findings >= 0),
    eta_seconds  bigint NOT NULL DEFAULT -1 CHECK (eta_seconds >= -1),
    progress_at  timestamptz,
    track_key    text NOT NULL DEFAULT '',
    ended_at     timestamptz
);
COMMENT ON TABLE flights IS 'One row per flight that a pilot announced.';
COMMENT ON COLUMN flights.flight_id IS 'F, the day of announcing in Asia/Shanghai, and eight characters by chance.';
COMMENT ON COLUMN flights.name IS 'As the pilot calls it.';
COMMENT ON COLUMN flights.pilot IS 'Account or key that announced it; whose quota it counts against.';
COMMENT ON COLUMN flights.state IS 'UPLOADING until the last byte of the last file, INSPECTING until a worker has said what is wrong, then REFUSED or READY, SURVEYING from the first progress, DONE or FAILED.';
COMMENT ON COLUMN flights.created_at IS 'When it was announced, api''s clock.';
COMMENT ON COLUMN flights.moved_at IS 'Last byte kept or last change of state, api''s clock; what uploads nothing for long expires.';
COMMENT ON COLUMN flights.detail IS 'Why it is refused or failed, one sentence; else empty.';
COMMENT ON COLUMN flights.inspection IS 'What the worker found in its files, JSON as flights inspect prints it; null until then.';
COMMENT ON COLUMN flights.inspected_at IS 'Worker''s clock; null until then.';
COMMENT ON COLUMN flights.worker_id IS 'Who surveys it or did; null until then.';
COMMENT ON COLUMN flights.done_ms IS 'Footage looked at.';
COMMENT ON COLUMN flights.total_ms IS 'Footage of the whole flight; 0 until known.';
COMMENT ON COLUMN flights.pictures IS 'Pictures looked at.';
COMMENT ON COLUMN flights.findings IS 'Findings filed so far.';
COMMENT ON COLUMN flights.eta_seconds IS 'Seconds that the survey still takes, as the worker says; -1 where not known.';
COMMENT ON COLUMN flights.progress_at IS 'Worker''s clock at the newest progress; older ones are read past.';
COMMENT ON COLUMN flights.track_key IS 'Object key of the GeoJSON of track, footprints and findings; empty where there is none.';
COMMENT ON COLUMN flights.ended_at IS 'When the survey ended, worker''s clock; null until then.';
CREATE INDEX flights_by_pilot ON flights (pilot, created_at);
CREATE INDEX flights_by_day ON flights (created_at, flight_id);

CREATE TABLE flight_files (
    flight_id        text NOT NULL REFERENCES flights ON DELETE CASCADE,
    number           integer NOT NULL CHECK (number > 0),
    name             text NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    object_key       text NOT NULL UNIQUE,
    bytes            bigint NOT NULL CHECK (bytes > 0),
    announced_sha256 text CHECK (announced_sha256 ~ '^[0-9a-f]{64}$'),
    sha256           text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    role             text NOT NULL CHECK (role IN ('VIDEO', 'TELEMETRY', 'PHOTO', 'ELEVATION')),
    paired_with      text NOT NULL DEFAULT '',
    stored_at        timestamptz,
    PRIMARY KEY (flight_id, number),
    UNIQUE (flight_id, name)
);
COMMENT ON TABLE flight_files IS 'The files of a flight, announced together.';
COMMENT ON COLUMN flight_files.flight_id IS 'The flight.';
COMMENT ON COLUMN flight_files.number IS 'Place among its files, from 1.';
COMMENT ON COLUMN flight_files.name IS 'As the pilot''s machine has it, folders included; shown to people, never used as a path.';
COMMENT ON COLUMN flight_files.object_key IS 'Where it lies in the object store.';
COMMENT ON COLUMN flight_files.bytes IS 'Announced length.';
COMMENT ON COLUMN flight_files.announced_sha256 IS 'Digest that the pilot''s machine worked out; null where it did not.';
COMMENT ON COLUMN flight_files.sha256 IS 'Digest of what came; null until it is stored.';
COMMENT ON COLUMN flight_files.role IS 'What it is for, by its name.';
COMMENT ON COLUMN flight_files.paired_with IS 'Name of the file it belongs to, by their names; empty where none is known.';
COMMENT ON COLUMN flight_files.stored_at IS 'When the object was whole, api''s clock; null until then.';

CREATE TABLE uploads (
    upload_id    text PRIMARY KEY CHECK (upload_id ~ '^[0-9A-Z]{26}$'),
    flight_id    text NOT NULL,
    number       integer NOT NULL,
    received     bigint NOT NULL DEFAULT 0 CHECK (received >= 0),
    tail_bytes   integer NOT NULL DEFAULT 0 CHECK (tail_bytes >= 0),
    multipart_id text,
    digest_state bytea,
    moved_at     timestamptz NOT NULL,
    UNIQUE (flight_id, number),
    FOREIGN KEY (flight_id, number) REFERENCES flight_files ON DELETE CASCADE
);
COMMENT ON TABLE uploads IS 'A file on its way (tus 1.0): what a restarted api must know to go on.';
COMMENT ON COLUMN uploads.upload_id IS 'Names the upload in its address; by chance.';
COMMENT ON COLUMN uploads.flight_id IS 'The flight.';
COMMENT ON COLUMN uploads.number IS 'The file of the flight.';
COMMENT ON COLUMN uploads.received IS 'Bytes that are kept: whole parts and the tail. Upload-Offset.';
COMMENT ON COLUMN uploads.tail_bytes IS 'How many of them lie in the tail, a small object beside the file''s; less than a part.';
COMMENT ON COLUMN uploads.multipart_id IS 'The store''s id of the object being put together; null before the first part.';
COMMENT ON COLUMN uploads.digest_state IS 'State of SHA-256 after what is received; null where nothing is.';
COMMENT ON COLUMN uploads.moved_at IS 'When bytes were last kept, api''s clock.';

CREATE TABLE upload_parts (
    upload_id text NOT NULL REFERENCES uploads ON DELETE CASCADE,
    number    integer NOT NULL CHECK (number BETWEEN 1 AND 10000),
    etag      text NOT NULL,
    PRIMARY KEY (upload_id, number)
);
COMMENT ON TABLE upload_parts IS 'The parts of an upload that the object store has.';
COMMENT ON COLUMN upload_parts.upload_id IS 'The upload.';
COMMENT ON COLUMN upload_parts.number IS 'Place of the part, from 1.';
COMMENT ON COLUMN upload_parts.etag IS 'What the store called it; asked for when the object is put together.';

CREATE TABLE flight_jobs (
    job_id       text PRIMARY KEY,
    flight_id    text NOT NULL REFERENCES flights ON DELETE CASCADE,
    step         text NOT NULL CHECK (step IN ('INSPECT', 'SURVEY')),
    made_at      timestamptz NOT NULL,
    published_at timestamptz
);
COMMENT ON TABLE flight_jobs IS 'Work on flights that workers are asked for; written with the state that asks for it.';
COMMENT ON COLUMN flight_jobs.job_id IS 'The same where the job is published twice.';
COMMENT ON COLUMN flight_jobs.flight_id IS 'The flight.';
COMMENT ON COLUMN flight_jobs.step IS 'What is asked.';
COMMENT ON COLUMN flight_jobs.made_at IS 'Api''s clock.';
COMMENT ON COLUMN flight_jobs.published_at IS 'When it stood on the stream; null until then.';
CREATE INDEX flight_jobs_waiting ON flight_jobs (made_at) WHERE published_at IS NULL;
