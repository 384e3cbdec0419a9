-- Model packages, what was decided about them, and what workers say of them at work.

ALTER TABLE events DROP CONSTRAINT events_type_check;
ALTER TABLE events ADD CONSTRAINT events_type_check
    CHECK (type IN ('case-filed', 'case-cleared', 'camera-changed', 'model-changed'));
COMMENT ON COLUMN events.subject IS 'Case number, camera id or digest of a model package.';

CREATE TABLE models (
    sha256      text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    name        text NOT NULL,
    version     text NOT NULL,
    role        text NOT NULL CHECK (role IN ('detector', 'verifier')),
    bytes       bigint NOT NULL CHECK (bytes > 0),
    signed_by   text,
    stage       text NOT NULL CHECK (stage IN ('IMPORTED', 'CHECKED', 'RETIRED')),
    manifest    text NOT NULL,
    imported_at timestamptz NOT NULL,
    imported_by text NOT NULL,
    UNIQUE (name, version)
);
COMMENT ON TABLE models IS 'Model packages; each is immutable and lies in the object store as models/DIGEST.zip.';
COMMENT ON COLUMN models.sha256 IS 'Digest of the package''s archive; names the package.';
COMMENT ON COLUMN models.name IS 'As its manifest says.';
COMMENT ON COLUMN models.version IS 'As its manifest says; one name and version is one digest.';
COMMENT ON COLUMN models.role IS 'detector or verifier; only detectors are rolled out.';
COMMENT ON COLUMN models.bytes IS 'Length of the archive.';
COMMENT ON COLUMN models.signed_by IS 'First 16 hexadecimal digits of the SHA-256 of the key that signed it; null where no known key did.';
COMMENT ON COLUMN models.stage IS 'Where it stands apart from any group of cameras; shadow, canary and active are rows of model_assignments.';
COMMENT ON COLUMN models.manifest IS 'Its manifest.json.';
COMMENT ON COLUMN models.imported_at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN models.imported_by IS 'Who pushed it.';

CREATE TABLE model_rollout (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    revision bigint NOT NULL CHECK (revision >= 0)
);
COMMENT ON TABLE model_rollout IS 'One row, locked by every change of what workers follow.';
COMMENT ON COLUMN model_rollout.one IS 'Always true.';
COMMENT ON COLUMN model_rollout.revision IS 'Grows with every change.';
INSERT INTO model_rollout VALUES (true, 0);

CREATE TABLE model_groups (
    group_name        text PRIMARY KEY,
    max_failure_share double precision NOT NULL CHECK (max_failure_share BETWEEN 0 AND 1),
    max_latency_ms    bigint NOT NULL CHECK (max_latency_ms > 0),
    max_raise_ratio   double precision NOT NULL CHECK (max_raise_ratio >= 1)
);
COMMENT ON TABLE model_groups IS 'Groups of cameras that something was decided about, and the band their models must keep to.';
COMMENT ON COLUMN model_groups.group_name IS 'As cameras name it at the workers.';
COMMENT ON COLUMN model_groups.max_failure_share IS 'Of pictures on which inference may fail, 0 to 1.';
COMMENT ON COLUMN model_groups.max_latency_ms IS 'Mean time of one picture.';
COMMENT ON COLUMN model_groups.max_raise_ratio IS 'Raises per look over those of the model it is compared with.';

CREATE TABLE model_assignments (
    group_name text NOT NULL REFERENCES model_groups,
    role       text NOT NULL CHECK (role IN ('ACTIVE', 'CANARY', 'SHADOW', 'PREVIOUS')),
    sha256     text NOT NULL REFERENCES models,
    share      double precision CHECK (share > 0 AND share <= 1),
    since      timestamptz NOT NULL,
    PRIMARY KEY (group_name, role),
    CHECK ((role = 'CANARY') = (share IS NOT NULL))
);
COMMENT ON TABLE model_assignments IS 'Which model is what to which group of cameras.';
COMMENT ON COLUMN model_assignments.group_name IS 'The group.';
COMMENT ON COLUMN model_assignments.role IS 'ACTIVE, CANARY, SHADOW, or PREVIOUS: what a rollback of the active one brings back.';
COMMENT ON COLUMN model_assignments.sha256 IS 'The model.';
COMMENT ON COLUMN model_assignments.share IS 'Of a canary: the part of the group''s cameras it judges.';
COMMENT ON COLUMN model_assignments.since IS 'When this was decided, api''s clock; a worker''s older news of it changes nothing.';
CREATE UNIQUE INDEX model_one_role_per_group ON model_assignments (group_name, sha256) WHERE role <> 'PREVIOUS';

CREATE TABLE model_gates (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256          text NOT NULL REFERENCES models,
    received_at     timestamptz NOT NULL,
    who             text NOT NULL,
    made_at         timestamptz NOT NULL,
    passed          boolean NOT NULL,
    baseline_sha256 text,
    golden_name     text NOT NULL,
    report          text NOT NULL
);
COMMENT ON TABLE model_gates IS 'Gate reports: how a candidate did on golden clips against a baseline; rows are only added.';
COMMENT ON COLUMN model_gates.id IS 'Order of arrival; the newest counts.';
COMMENT ON COLUMN model_gates.sha256 IS 'The candidate.';
COMMENT ON COLUMN model_gates.received_at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN model_gates.who IS 'Who brought it.';
COMMENT ON COLUMN model_gates.made_at IS 'When the gate ran, as it says.';
COMMENT ON COLUMN model_gates.passed IS 'Whether every check held.';
COMMENT ON COLUMN model_gates.baseline_sha256 IS 'What it was compared with; null where with nothing.';
COMMENT ON COLUMN model_gates.golden_name IS 'The golden set.';
COMMENT ON COLUMN model_gates.report IS 'The whole gate.json.';
CREATE INDEX model_gates_of_model ON model_gates (sha256, id);

CREATE TABLE model_steps (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256     text NOT NULL REFERENCES models,
    at         timestamptz NOT NULL,
    who        text NOT NULL,
    why        text NOT NULL,
    step       text NOT NULL,
    from_state text NOT NULL,
    to_state   text NOT NULL,
    group_name text,
    share      double precision,
    skipped    text,
    gate       text,
    revision   bigint NOT NULL
);
COMMENT ON TABLE model_steps IS 'Who moved which model, when and why; rows are only added.';
COMMENT ON COLUMN model_steps.id IS 'Order of writing.';
COMMENT ON COLUMN model_steps.sha256 IS 'The model.';
COMMENT ON COLUMN model_steps.at IS 'When it was written, api''s clock.';
COMMENT ON COLUMN model_steps.who IS 'A person as named by the request, or worker:ID.';
COMMENT ON COLUMN model_steps.why IS 'One sentence.';
COMMENT ON COLUMN model_steps.step IS 'IMPORT, CHECK, SHADOW, CANARY, ACTIVATE, ROLLBACK or RETIRE.';
COMMENT ON COLUMN model_steps.from_state IS 'State before, in the group where there is one.';
COMMENT ON COLUMN model_steps.to_state IS 'State after.';
COMMENT ON COLUMN model_steps.group_name IS 'The group of cameras, where the step concerns one.';
COMMENT ON COLUMN model_steps.share IS 'Of a canary.';
COMMENT ON COLUMN model_steps.skipped IS 'Why steps before it were left out, where they were.';
COMMENT ON COLUMN model_steps.gate IS 'The gate it rested on, in one sentence.';
COMMENT ON COLUMN model_steps.revision IS 'The rollout''s revision after it.';
CREATE INDEX model_steps_of_model ON model_steps (sha256, id);

CREATE TABLE model_reports (
    report_id   text PRIMARY KEY,
    received_at timestamptz NOT NULL
);
COMMENT ON TABLE model_reports IS 'Reports already added up, for as long as one may come again.';
COMMENT ON COLUMN model_reports.report_id IS 'The worker''s id of it.';
COMMENT ON COLUMN model_reports.received_at IS 'When it was added up, api''s clock; old rows are removed by it.';
CREATE INDEX model_reports_by_age ON model_reports (received_at);

CREATE TABLE model_totals (
    sha256     text NOT NULL,
    group_name text NOT NULL,
    role       text NOT NULL CHECK (role IN ('ACTIVE', 'CANARY', 'SHADOW')),
    day        date NOT NULL,
    looks      bigint NOT NULL,
    failures   bigint NOT NULL,
    total_us   double precision NOT NULL,
    max_us     bigint NOT NULL,
    raises     bigint NOT NULL,
    PRIMARY KEY (sha256, group_name, role, day)
);
COMMENT ON TABLE model_totals IS 'What models did per group, role and day, added up from reports; also of models that were never imported.';
COMMENT ON COLUMN model_totals.sha256 IS 'The model.';
COMMENT ON COLUMN model_totals.group_name IS 'The group of cameras.';
COMMENT ON COLUMN model_totals.role IS 'What it was to the group.';
COMMENT ON COLUMN model_totals.day IS 'Day in UTC on which the reports ended.';
COMMENT ON COLUMN model_totals.looks IS 'Pictures it looked at.';
COMMENT ON COLUMN model_totals.failures IS 'Pictures on which it failed.';
COMMENT ON COLUMN model_totals.total_us IS 'Time of all looks, microseconds.';
COMMENT ON COLUMN model_totals.max_us IS 'Longest time of one picture, microseconds.';
COMMENT ON COLUMN model_totals.raises IS 'Incidents raised by its looks.';
CREATE INDEX model_totals_by_day ON model_totals (day);

CREATE TABLE model_label_totals (
    sha256      text NOT NULL,
    group_name  text NOT NULL,
    role        text NOT NULL,
    day         date NOT NULL,
    label       text NOT NULL,
    detections  bigint NOT NULL,
    agreed      bigint NOT NULL,
    only_active bigint NOT NULL,
    only_shadow bigint NOT NULL,
    PRIMARY KEY (sha256, group_name, role, day, label),
    FOREIGN KEY (sha256, group_name, role, day) REFERENCES model_totals ON DELETE CASCADE
);
COMMENT ON TABLE model_label_totals IS 'The same by label.';
COMMENT ON COLUMN model_label_totals.sha256 IS 'The model.';
COMMENT ON COLUMN model_label_totals.group_name IS 'The group of cameras.';
COMMENT ON COLUMN model_label_totals.role IS 'What it was to the group.';
COMMENT ON COLUMN model_label_totals.day IS 'Day in UTC on which the reports ended.';
COMMENT ON COLUMN model_label_totals.label IS 'The model''s word.';
COMMENT ON COLUMN model_label_totals.detections IS 'Boxes with that label.';
COMMENT ON COLUMN model_label_totals.agreed IS 'Of a shadow: things that it and the active model saw.';
COMMENT ON COLUMN model_label_totals.only_active IS 'Of a shadow: things that only the active model saw.';
COMMENT ON COLUMN model_label_totals.only_shadow IS 'Of a shadow: things that only it saw.';

CREATE TABLE model_events (
    event_id    text PRIMARY KEY,
    worker_id   text NOT NULL,
    group_name  text NOT NULL,
    role        text NOT NULL,
    sha256      text NOT NULL,
    step        text NOT NULL,
    why         text NOT NULL,
    at          timestamptz NOT NULL,
    received_at timestamptz NOT NULL
);
COMMENT ON TABLE model_events IS 'What happened to models at workers.';
COMMENT ON COLUMN model_events.event_id IS 'The worker''s id of it; taking one in twice changes nothing.';
COMMENT ON COLUMN model_events.worker_id IS 'The worker.';
COMMENT ON COLUMN model_events.group_name IS 'The group of cameras.';
COMMENT ON COLUMN model_events.role IS 'What the model was to the group.';
COMMENT ON COLUMN model_events.sha256 IS 'The model.';
COMMENT ON COLUMN model_events.step IS 'LOADED, REFUSED, ROLLED_BACK or UNLOADED.';
COMMENT ON COLUMN model_events.why IS 'One sentence.';
COMMENT ON COLUMN model_events.at IS 'When, worker''s clock.';
COMMENT ON COLUMN model_events.received_at IS 'When this row was written, api''s clock; old rows are removed by it.';
CREATE INDEX model_events_by_age ON model_events (received_at);

CREATE TABLE model_workers (
    worker_id  text NOT NULL,
    group_name text NOT NULL,
    role       text NOT NULL,
    sha256     text NOT NULL,
    name       text NOT NULL,
    version    text NOT NULL,
    state      text NOT NULL,
    why        text NOT NULL,
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (worker_id, group_name, role)
);
COMMENT ON TABLE model_workers IS 'The newest that each worker has said of its model per group and role.';
COMMENT ON COLUMN model_workers.worker_id IS 'The worker.';
COMMENT ON COLUMN model_workers.group_name IS 'The group of cameras.';
COMMENT ON COLUMN model_workers.role IS 'What the model is to the group.';
COMMENT ON COLUMN model_workers.sha256 IS 'The model.';
COMMENT ON COLUMN model_workers.name IS 'Its name.';
COMMENT ON COLUMN model_workers.version IS 'Its version.';
COMMENT ON COLUMN model_workers.state IS 'LOOKING where a report said so, else the step of the event.';
COMMENT ON COLUMN model_workers.why IS 'Of the event; empty where all is well.';
COMMENT ON COLUMN model_workers.seen_at IS 'Worker''s clock; older news is ignored.';
