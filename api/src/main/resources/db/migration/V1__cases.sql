-- Cases, their evidence and history, cameras, refused records, and the events that browsers follow.

CREATE TABLE case_statuses (
    status  text PRIMARY KEY,
    meaning text NOT NULL
);
COMMENT ON TABLE case_statuses IS 'Every state a case can be in; transitions between them are added beside it.';
COMMENT ON COLUMN case_statuses.status IS 'Name as in the API.';
COMMENT ON COLUMN case_statuses.meaning IS 'One English sentence.';
INSERT INTO case_statuses VALUES ('PENDING_REVIEW', 'Filed with evidence; waits for a reviewer.');

CREATE TABLE case_numbers (
    district text NOT NULL CHECK (district ~ '^[0-9]{6}$'),
    day      date NOT NULL,
    last_seq integer NOT NULL CHECK (last_seq > 0),
    PRIMARY KEY (district, day)
);
COMMENT ON TABLE case_numbers IS 'The last case number given out per district and day; the row is locked until the case is committed.';
COMMENT ON COLUMN case_numbers.district IS 'Administrative division, six digits (GB/T 2260).';
COMMENT ON COLUMN case_numbers.day IS 'Day of filing in Asia/Shanghai.';
COMMENT ON COLUMN case_numbers.last_seq IS 'Sequence of the newest case of that day, from 1.';

CREATE TABLE cases (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_no         text NOT NULL UNIQUE,
    incident_id     text NOT NULL UNIQUE,
    kind            text NOT NULL,
    status          text NOT NULL REFERENCES case_statuses,
    camera_id       text NOT NULL,
    camera_name     text NOT NULL,
    zone_id         text NOT NULL,
    label           text NOT NULL,
    score           double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    box_left        double precision NOT NULL,
    box_top         double precision NOT NULL,
    box_right       double precision NOT NULL,
    box_bottom      double precision NOT NULL,
    experimental    boolean NOT NULL,
    first_seen_at   timestamptz NOT NULL,
    threshold_at    timestamptz NOT NULL,
    raised_at       timestamptz NOT NULL,
    last_seen_at    timestamptz,
    cleared_at      timestamptz,
    filed_at        timestamptz NOT NULL,
    present_ms      bigint NOT NULL CHECK (present_ms >= 0),
    observed_ms     bigint NOT NULL CHECK (observed_ms >= 0),
    longest_gap_ms  bigint NOT NULL CHECK (longest_gap_ms >= 0),
    model_name      text NOT NULL,
    model_version   text NOT NULL,
    model_sha256    text NOT NULL,
    rule_version    text NOT NULL,
    zone_version    text NOT NULL,
    why             text NOT NULL,
    worker_id       text NOT NULL,
    evidence_prefix text NOT NULL,
    manifest_sha256 text NOT NULL
);
COMMENT ON TABLE cases IS 'One row per incident that a worker filed with its evidence.';
COMMENT ON COLUMN cases.id IS 'Order of filing; second key of lists, never shown.';
COMMENT ON COLUMN cases.case_no IS 'VA-district-yyyyMMdd-sequence: the number people and platforms use.';
COMMENT ON COLUMN cases.incident_id IS 'The worker''s derived id; makes filing twice change nothing.';
COMMENT ON COLUMN cases.kind IS 'vending, bin-overflow, dumping or green-parking.';
COMMENT ON COLUMN cases.status IS 'Where the case stands.';
COMMENT ON COLUMN cases.camera_id IS 'Camera as configured at the worker.';
COMMENT ON COLUMN cases.camera_name IS 'Its name at the time of filing.';
COMMENT ON COLUMN cases.zone_id IS 'Zone of that camera.';
COMMENT ON COLUMN cases.label IS 'The model''s word for the subject.';
COMMENT ON COLUMN cases.score IS 'Of the subject at the raise, 0 to 1.';
COMMENT ON COLUMN cases.box_left IS 'Left edge of the subject at the raise, fraction of the picture''s width.';
COMMENT ON COLUMN cases.box_top IS 'Top edge, fraction of the picture''s height.';
COMMENT ON COLUMN cases.box_right IS 'Right edge, fraction of the picture''s width.';
COMMENT ON COLUMN cases.box_bottom IS 'Bottom edge, fraction of the picture''s height.';
COMMENT ON COLUMN cases.experimental IS 'Whether the label''s class has no real evidence behind it.';
COMMENT ON COLUMN cases.first_seen_at IS 'First look that showed the subject, worker''s clock.';
COMMENT ON COLUMN cases.threshold_at IS 'Look at which the notice dwell was reached.';
COMMENT ON COLUMN cases.raised_at IS 'Look at which the rule raised it; lists are ordered by it.';
COMMENT ON COLUMN cases.last_seen_at IS 'Last look that showed the subject; null until it is gone.';
COMMENT ON COLUMN cases.cleared_at IS 'When the subject had been gone long enough; null until then.';
COMMENT ON COLUMN cases.filed_at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN cases.present_ms IS 'Media time from first look to raise.';
COMMENT ON COLUMN cases.observed_ms IS 'The part of it during which looks saw the subject.';
COMMENT ON COLUMN cases.longest_gap_ms IS 'The longest stretch without such a look.';
COMMENT ON COLUMN cases.model_name IS 'Model package that judged.';
COMMENT ON COLUMN cases.model_version IS 'Its version.';
COMMENT ON COLUMN cases.model_sha256 IS 'Digest of its model file.';
COMMENT ON COLUMN cases.rule_version IS 'Digest of the rule''s settings as judged.';
COMMENT ON COLUMN cases.zone_version IS 'Digest of the zone as judged.';
COMMENT ON COLUMN cases.why IS 'One sentence: rule, thresholds and values.';
COMMENT ON COLUMN cases.worker_id IS 'Worker that filed it.';
COMMENT ON COLUMN cases.evidence_prefix IS 'Key prefix of the evidence in the store, ending in /.';
COMMENT ON COLUMN cases.manifest_sha256 IS 'Digest of manifest.json under that prefix.';

CREATE INDEX cases_newest ON cases (raised_at DESC, id DESC);
CREATE INDEX cases_by_kind ON cases (kind, raised_at DESC, id DESC);
CREATE INDEX cases_by_camera ON cases (camera_id, raised_at DESC, id DESC);
CREATE INDEX cases_by_status ON cases (status, raised_at DESC, id DESC);

CREATE TABLE case_evidence (
    case_id  bigint NOT NULL REFERENCES cases ON DELETE CASCADE,
    position smallint NOT NULL,
    name     text NOT NULL,
    mime     text NOT NULL,
    bytes    bigint NOT NULL CHECK (bytes >= 0),
    sha256   text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    PRIMARY KEY (case_id, name)
);
COMMENT ON TABLE case_evidence IS 'The parts of a case''s evidence pack, without its manifest.';
COMMENT ON COLUMN case_evidence.case_id IS 'The case.';
COMMENT ON COLUMN case_evidence.position IS 'Order in which the worker listed it, from 0.';
COMMENT ON COLUMN case_evidence.name IS 'File name under the case''s prefix.';
COMMENT ON COLUMN case_evidence.mime IS 'Media type as the worker said.';
COMMENT ON COLUMN case_evidence.bytes IS 'Size.';
COMMENT ON COLUMN case_evidence.sha256 IS 'Digest as the worker said, lower-case hexadecimal.';

CREATE TABLE case_history (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES cases ON DELETE CASCADE,
    at      timestamptz NOT NULL,
    actor   text NOT NULL,
    action  text NOT NULL,
    why     text NOT NULL
);
COMMENT ON TABLE case_history IS 'Who did what to a case, when and why; rows are only added.';
COMMENT ON COLUMN case_history.id IS 'Order of writing.';
COMMENT ON COLUMN case_history.case_id IS 'The case.';
COMMENT ON COLUMN case_history.at IS 'When it was written, api''s clock.';
COMMENT ON COLUMN case_history.actor IS 'worker:ID, or later a person or platform.';
COMMENT ON COLUMN case_history.action IS 'FILED or CLEARED; later transitions add theirs.';
COMMENT ON COLUMN case_history.why IS 'One sentence.';
CREATE INDEX case_history_of_case ON case_history (case_id, id);

CREATE TABLE early_clearings (
    incident_id  text PRIMARY KEY,
    last_seen_at timestamptz NOT NULL,
    cleared_at   timestamptz NOT NULL,
    received_at  timestamptz NOT NULL
);
COMMENT ON TABLE early_clearings IS 'Clearings that arrived before their incident; each waits here until it is filed.';
COMMENT ON COLUMN early_clearings.incident_id IS 'The incident that is still to come.';
COMMENT ON COLUMN early_clearings.last_seen_at IS 'Last look that showed its subject.';
COMMENT ON COLUMN early_clearings.cleared_at IS 'When it had been gone long enough.';
COMMENT ON COLUMN early_clearings.received_at IS 'When this row was written, api''s clock.';

CREATE TABLE cameras (
    camera_id     text PRIMARY KEY,
    name          text NOT NULL,
    state         text NOT NULL,
    reason        text NOT NULL,
    detail        text NOT NULL,
    worker_id     text NOT NULL,
    reported_at   timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL,
    last_frame_at timestamptz,
    frames_judged bigint NOT NULL
);
COMMENT ON TABLE cameras IS 'The newest report of every camera a worker has spoken of.';
COMMENT ON COLUMN cameras.camera_id IS 'Id as configured at the worker.';
COMMENT ON COLUMN cameras.name IS 'Name for people.';
COMMENT ON COLUMN cameras.state IS 'CONNECTING, WATCHING, RETRYING or STOPPED.';
COMMENT ON COLUMN cameras.reason IS 'One word of a closed set; empty where all is well.';
COMMENT ON COLUMN cameras.detail IS 'One sentence without credentials.';
COMMENT ON COLUMN cameras.worker_id IS 'Worker that watches it.';
COMMENT ON COLUMN cameras.reported_at IS 'Time of that report, worker''s clock; older reports are ignored.';
COMMENT ON COLUMN cameras.changed_at IS 'Time of the report that brought the present state.';
COMMENT ON COLUMN cameras.last_frame_at IS 'When the last judged picture arrived; null where there was none.';
COMMENT ON COLUMN cameras.frames_judged IS 'Pictures judged since that worker started.';

CREATE TABLE rejected_records (
    stream_id   text PRIMARY KEY,
    fields      text NOT NULL,
    reason      text NOT NULL,
    rejected_at timestamptz NOT NULL
);
COMMENT ON TABLE rejected_records IS 'Records from the stream that cannot become anything, kept for a person to read.';
COMMENT ON COLUMN rejected_records.stream_id IS 'Redis stream entry id.';
COMMENT ON COLUMN rejected_records.fields IS 'The fields as ASCII JSON, cut where they are absurdly long.';
COMMENT ON COLUMN rejected_records.reason IS 'What was wrong: every field at fault.';
COMMENT ON COLUMN rejected_records.rejected_at IS 'When this row was written, api''s clock.';

CREATE TABLE events (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type    text NOT NULL CHECK (type IN ('case-filed', 'case-cleared', 'camera-changed')),
    subject text NOT NULL,
    at      timestamptz NOT NULL
);
COMMENT ON TABLE events IS 'What browsers and platforms follow; ids grow in commit order because writers hold one advisory lock.';
COMMENT ON COLUMN events.id IS 'The Last-Event-ID of the event stream.';
COMMENT ON COLUMN events.type IS 'Name of the event.';
COMMENT ON COLUMN events.subject IS 'Case number or camera id.';
COMMENT ON COLUMN events.at IS 'When it was written, api''s clock; old events are removed by it.';
CREATE INDEX events_by_age ON events (at);
