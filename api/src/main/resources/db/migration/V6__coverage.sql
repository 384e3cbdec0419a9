-- How often each camera is seen, and who told a worker to give its cameras away.

ALTER TABLE events DROP CONSTRAINT events_type_check;
ALTER TABLE events ADD CONSTRAINT events_type_check
    CHECK (type IN ('case-filed', 'case-cleared', 'case-judged', 'camera-changed', 'model-changed',
        'coverage-below', 'coverage-kept'));
COMMENT ON COLUMN events.subject IS 'Case number, camera id, digest of a model package, or start and length of a coverage window.';

CREATE TABLE coverage_reports (
    report_id   text PRIMARY KEY,
    received_at timestamptz NOT NULL
);
COMMENT ON TABLE coverage_reports IS 'Reports already added up, for as long as one may come again.';
COMMENT ON COLUMN coverage_reports.report_id IS 'The worker''s id of it.';
COMMENT ON COLUMN coverage_reports.received_at IS 'When it was added up, api''s clock; old rows are removed by it.';
CREATE INDEX coverage_reports_by_age ON coverage_reports (received_at);

CREATE TABLE camera_coverage (
    camera_id         text PRIMARY KEY,
    worker_id         text NOT NULL,
    first_reported_at timestamptz NOT NULL,
    reported_at       timestamptz NOT NULL,
    last_seen_at      timestamptz,
    visits            bigint NOT NULL,
    looks             bigint NOT NULL,
    reason            text NOT NULL
        CHECK (reason IN ('NONE', 'DEAD', 'REFUSED', 'NO_SESSION', 'OVERLOADED', 'VIEW_INVALID')),
    view              text NOT NULL
        CHECK (view IN ('UNKNOWN', 'CLEAR', 'TURNED', 'COVERED', 'BLURRED', 'DARK', 'FROZEN'))
) WITH (fillfactor = 50);
COMMENT ON TABLE camera_coverage IS 'Every camera that a worker has reported within a day; half of each page is left free for its updates.';
COMMENT ON COLUMN camera_coverage.camera_id IS 'The camera.';
COMMENT ON COLUMN camera_coverage.worker_id IS 'Who reported it last.';
COMMENT ON COLUMN camera_coverage.first_reported_at IS 'End of the first report, or of the first after a day without one, worker''s clock; from then on it is owed.';
COMMENT ON COLUMN camera_coverage.reported_at IS 'End of the newest report, worker''s clock.';
COMMENT ON COLUMN camera_coverage.last_seen_at IS 'When a picture was last judged with a valid view, worker''s clock; null: never.';
COMMENT ON COLUMN camera_coverage.visits IS 'Openings of its stream since the first report.';
COMMENT ON COLUMN camera_coverage.looks IS 'Pictures judged since the first report.';
COMMENT ON COLUMN camera_coverage.reason IS 'Why it was blind at the end of the newest report; NONE where it was seen.';
COMMENT ON COLUMN camera_coverage.view IS 'What its last picture was worth.';

CREATE TABLE camera_days (
    day              date NOT NULL,
    camera_id        text NOT NULL,
    window_minutes   smallint NOT NULL CHECK (window_minutes BETWEEN 1 AND 60),
    seen             bit varying(1440) NOT NULL,
    longest_blind_ms bigint NOT NULL DEFAULT 0,
    reason           text NOT NULL DEFAULT 'NONE',
    PRIMARY KEY (day, camera_id, window_minutes),
    CONSTRAINT whole_day CHECK (length(seen) * window_minutes = 1440)
);
COMMENT ON TABLE camera_days IS 'In which windows of a day a camera was seen: one row instead of hundreds.';
COMMENT ON COLUMN camera_days.day IS 'In UTC.';
COMMENT ON COLUMN camera_days.camera_id IS 'The camera.';
COMMENT ON COLUMN camera_days.window_minutes IS 'Length of a window: the promise as it was configured.';
COMMENT ON COLUMN camera_days.seen IS 'One bit per window from midnight UTC on; 1: a picture was judged with a valid view.';
COMMENT ON COLUMN camera_days.longest_blind_ms IS 'Longest blind time reported that day; 0 where it never exceeded the promise.';
COMMENT ON COLUMN camera_days.reason IS 'Why it was blind then; NONE where it never was.';

CREATE TABLE coverage_windows (
    start_at       timestamptz NOT NULL,
    window_minutes smallint NOT NULL CHECK (window_minutes BETWEEN 1 AND 60),
    cameras        integer NOT NULL,
    living         integer NOT NULL,
    seen           integer NOT NULL,
    judged         boolean NOT NULL DEFAULT false,
    PRIMARY KEY (start_at, window_minutes),
    CHECK (0 <= seen AND seen <= living AND living <= cameras)
);
COMMENT ON TABLE coverage_windows IS 'How many cameras were seen in each window.';
COMMENT ON COLUMN coverage_windows.start_at IS 'Its beginning, a multiple of its length since midnight UTC.';
COMMENT ON COLUMN coverage_windows.window_minutes IS 'Its length.';
COMMENT ON COLUMN coverage_windows.cameras IS 'Cameras that were owed a look in it.';
COMMENT ON COLUMN coverage_windows.living IS 'Those of them that were seen, or were neither dead nor refused nor turned away at its end.';
COMMENT ON COLUMN coverage_windows.seen IS 'Those of them that were seen.';
COMMENT ON COLUMN coverage_windows.judged IS 'Whether the promise was held against it.';

CREATE TABLE coverage_promise (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    below boolean NOT NULL,
    since timestamptz,
    kept  smallint NOT NULL
);
COMMENT ON TABLE coverage_promise IS 'One row, locked by whoever holds the promise against a window: whether it is kept.';
COMMENT ON COLUMN coverage_promise.one IS 'Always true.';
COMMENT ON COLUMN coverage_promise.below IS 'Whether too few living cameras are seen.';
COMMENT ON COLUMN coverage_promise.since IS 'Start of the window with which that began; null before the first.';
COMMENT ON COLUMN coverage_promise.kept IS 'Windows in a row that kept the promise since it was broken.';
INSERT INTO coverage_promise VALUES (true, false, NULL, 0);

CREATE TABLE fleet_steps (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        timestamptz NOT NULL,
    who       text NOT NULL CHECK (length(who) BETWEEN 1 AND 500),
    why       text NOT NULL CHECK (length(why) BETWEEN 1 AND 500),
    worker_id text NOT NULL,
    drain     boolean NOT NULL
);
COMMENT ON TABLE fleet_steps IS 'Who told which worker to hold nothing, or to work again; only grows.';
COMMENT ON COLUMN fleet_steps.id IS 'Order of writing.';
COMMENT ON COLUMN fleet_steps.at IS 'When, api''s clock.';
COMMENT ON COLUMN fleet_steps.who IS 'A person as named by the request.';
COMMENT ON COLUMN fleet_steps.why IS 'One sentence.';
COMMENT ON COLUMN fleet_steps.worker_id IS 'The worker.';
COMMENT ON COLUMN fleet_steps.drain IS 'true: give every camera away; false: work again.';
CREATE TRIGGER fleet_steps_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON fleet_steps
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
