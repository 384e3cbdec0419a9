-- The life of a case: its states, the steps between them, and what the city's platform says of it.

ALTER TABLE events DROP CONSTRAINT events_type_check;
ALTER TABLE events ADD CONSTRAINT events_type_check
    CHECK (type IN ('case-filed', 'case-cleared', 'case-judged', 'case-moved', 'case-checked', 'camera-changed',
        'model-changed', 'coverage-below', 'coverage-kept'));

ALTER TABLE case_statuses ADD COLUMN open boolean NOT NULL DEFAULT true;
ALTER TABLE case_statuses ALTER COLUMN open DROP DEFAULT;
COMMENT ON TABLE case_statuses IS 'Every state a case can be in.';
COMMENT ON COLUMN case_statuses.open IS 'Whether somebody still has to deal with it; another sight of the same thing then belongs to it.';
INSERT INTO case_statuses (status, meaning, open) VALUES
    ('REJECTED', 'Found not to be a case, with a reason; never handed over, or taken back by a reviewer after the platform refused it.', false),
    ('APPROVED', 'Confirmed by a reviewer or let through by the review gate; waits to be handed over.', true),
    ('PUSHED', 'Handed to the city''s platform, which has not answered yet.', true),
    ('ACCEPTED', 'The platform has taken it and checks whether it becomes one of its cases.', true),
    ('REFUSED', 'The platform does not take it.', false),
    ('REGISTERED', 'The platform has opened its file.', true),
    ('DISPATCHED', 'Sent to whoever must deal with it; the city''s clock runs.', true),
    ('HANDLED', 'Whoever had to deal with it says that it is done.', true),
    ('VERIFYING', 'Somebody looks whether it really is done.', true),
    ('CLOSED', 'Ended by the platform or a person.', false),
    ('REWORK', 'Not done, or there again within a day of its end; must be dealt with again.', true),
    ('SHELVED', 'Cannot be dealt with for now; stays known.', true),
    ('VOID', 'Withdrawn by us or struck out by the platform; nothing follows.', false);

CREATE TABLE case_transitions (
    from_status text NOT NULL REFERENCES case_statuses,
    to_status   text NOT NULL REFERENCES case_statuses,
    action      text NOT NULL CHECK (action ~ '^[a-z]+$'),
    by_verdict  boolean NOT NULL,
    meaning     text NOT NULL,
    PRIMARY KEY (from_status, to_status),
    UNIQUE (from_status, action),
    CHECK (from_status <> to_status)
);
COMMENT ON TABLE case_transitions IS 'Every step a case can take; a trigger refuses all others. This is the only place where they stand.';
COMMENT ON COLUMN case_transitions.from_status IS 'Where it stands.';
COMMENT ON COLUMN case_transitions.to_status IS 'Where it stands afterwards.';
COMMENT ON COLUMN case_transitions.action IS 'Name of the step as in the API.';
COMMENT ON COLUMN case_transitions.by_verdict IS 'Whether only a verdict or the review gate takes this step, because it needs a reviewer''s reason.';
COMMENT ON COLUMN case_transitions.meaning IS 'One English sentence.';

-- Review.
INSERT INTO case_transitions VALUES
    ('PENDING_REVIEW', 'APPROVED', 'approve', true, 'A reviewer confirms it, or it need not wait for one.'),
    ('PENDING_REVIEW', 'REJECTED', 'reject', true, 'A reviewer says why it is no case.'),
    ('APPROVED', 'REJECTED', 'reject', true, 'A reviewer thinks otherwise before it was handed over.'),
    ('REJECTED', 'APPROVED', 'approve', true, 'A reviewer thinks otherwise after all.'),
    ('REFUSED', 'REJECTED', 'reject', true, 'A reviewer agrees with the platform and says why.'),
    ('REFUSED', 'APPROVED', 'resubmit', false, 'It is worth another try: better evidence, another code.'),
    ('APPROVED', 'PUSHED', 'push', false, 'It is handed over.');

-- The platform's own way. A platform may leave out any of these states, or tell us only of the last one.
INSERT INTO case_transitions VALUES
    ('PUSHED', 'ACCEPTED', 'accept', false, 'The platform takes it.'),
    ('PUSHED', 'REFUSED', 'refuse', false, 'The platform does not take it.'),
    ('PUSHED', 'REGISTERED', 'register', false, 'The platform opens its file at once.'),
    ('PUSHED', 'DISPATCHED', 'dispatch', false, 'The platform sends it on at once.'),
    ('PUSHED', 'HANDLED', 'handle', false, 'The platform tells us only that it is done.'),
    ('PUSHED', 'CLOSED', 'close', false, 'The platform tells us only that it has ended, or knew of the thing already.'),
    ('ACCEPTED', 'REFUSED', 'refuse', false, 'The platform finds that it does not meet its conditions.'),
    ('ACCEPTED', 'REGISTERED', 'register', false, 'The platform opens its file.'),
    ('ACCEPTED', 'DISPATCHED', 'dispatch', false, 'The platform opens its file and sends it on.'),
    ('ACCEPTED', 'HANDLED', 'handle', false, 'The platform tells us only that it is done.'),
    ('ACCEPTED', 'CLOSED', 'close', false, 'The platform tells us only that it has ended.'),
    ('REFUSED', 'ACCEPTED', 'accept', false, 'The platform thinks otherwise.'),
    ('REFUSED', 'REGISTERED', 'register', false, 'The platform thinks otherwise and opens its file.'),
    ('REGISTERED', 'DISPATCHED', 'dispatch', false, 'It is sent to whoever must deal with it.'),
    ('REGISTERED', 'HANDLED', 'handle', false, 'It was dealt with on the spot.'),
    ('REGISTERED', 'CLOSED', 'close', false, 'The platform tells us only that it has ended.'),
    ('DISPATCHED', 'REGISTERED', 'return', false, 'Whoever got it is not the one to deal with it.'),
    ('DISPATCHED', 'HANDLED', 'handle', false, 'It is said to be done.'),
    ('DISPATCHED', 'CLOSED', 'close', false, 'The platform tells us only that it has ended.'),
    ('HANDLED', 'VERIFYING', 'verify', false, 'Somebody begins to look.'),
    ('HANDLED', 'CLOSED', 'close', false, 'It ends without a look of ours.'),
    ('HANDLED', 'REWORK', 'rework', false, 'It is not done.'),
    ('HANDLED', 'DISPATCHED', 'dispatch', false, 'It is sent to somebody else, who has his part to do.'),
    ('VERIFYING', 'CLOSED', 'close', false, 'It is done.'),
    ('VERIFYING', 'REWORK', 'rework', false, 'It is not done.'),
    ('VERIFYING', 'DISPATCHED', 'dispatch', false, 'It is sent to somebody else meanwhile.'),
    ('CLOSED', 'REWORK', 'reopen', false, 'It is there again within a day, or was ended too early.'),
    ('REWORK', 'DISPATCHED', 'dispatch', false, 'It is sent out again.'),
    ('REWORK', 'HANDLED', 'handle', false, 'It is said to be done now.'),
    ('REWORK', 'CLOSED', 'close', false, 'The platform tells us only that it has ended.');

-- What cannot be dealt with for now, and what comes of it.
INSERT INTO case_transitions VALUES
    ('REGISTERED', 'SHELVED', 'shelve', false, 'It cannot be dealt with for now.'),
    ('DISPATCHED', 'SHELVED', 'shelve', false, 'It cannot be dealt with for now.'),
    ('HANDLED', 'SHELVED', 'shelve', false, 'It is not done and cannot be for now.'),
    ('VERIFYING', 'SHELVED', 'shelve', false, 'It is not done and cannot be for now.'),
    ('REWORK', 'SHELVED', 'shelve', false, 'It cannot be dealt with for now.'),
    ('SHELVED', 'DISPATCHED', 'dispatch', false, 'It is taken up again.'),
    ('SHELVED', 'HANDLED', 'handle', false, 'It is done after all.'),
    ('SHELVED', 'CLOSED', 'close', false, 'It ends without having been done, or has gone by itself.');

-- What should not have been filed, or is struck out; nothing that has ended can be struck out.
INSERT INTO case_transitions
    SELECT status, 'VOID', 'void', false, 'It is withdrawn: filed by mistake, a test, or struck out by the platform.'
    FROM case_statuses WHERE open;

ALTER TABLE case_history
    ADD COLUMN from_status text REFERENCES case_statuses,
    ADD COLUMN to_status   text REFERENCES case_statuses,
    ADD CONSTRAINT both_ends CHECK (num_nulls(from_status, to_status) IN (0, 2));
COMMENT ON COLUMN case_history.actor IS 'worker:ID, gate, platform or platform:NAME; else a person as he names himself.';
COMMENT ON COLUMN case_history.action IS 'FILED, CLEARED, JUDGED, MOVED, SEEN_AGAIN, CALLED_BACK or CHECKED.';
COMMENT ON COLUMN case_history.from_status IS 'Where the case stood; null where this moved nothing.';
COMMENT ON COLUMN case_history.to_status IS 'Where it stands since.';

ALTER TABLE cases
    ADD COLUMN moved_by         bigint REFERENCES case_history,
    ADD COLUMN status_since     timestamptz,
    ADD COLUMN recurrence_of    bigint REFERENCES cases,
    ADD COLUMN platform_case_no text CHECK (length(platform_case_no) BETWEEN 1 AND 64),
    ADD COLUMN platform_at      timestamptz;
COMMENT ON COLUMN cases.moved_by IS 'The row of history that brought the state; null before the first step.';
COMMENT ON COLUMN cases.status_since IS 'Since when it stands so: the platform''s time where a call-back moved it, but never later than api''s clock.';
COMMENT ON COLUMN cases.recurrence_of IS 'The ended case of the same thing that this one repeats; null where there is none.';
COMMENT ON COLUMN cases.platform_case_no IS 'The platform''s number; null until it says one.';
COMMENT ON COLUMN cases.platform_at IS 'Time of the newest call-back that the state goes by, platform''s clock; older ones move nothing.';
CREATE INDEX cases_by_place ON cases (camera_id, zone_id, kind, status_since DESC);
CREATE INDEX cases_by_platform_number ON cases (platform_case_no) WHERE platform_case_no IS NOT NULL;

-- What was judged before there were steps.
UPDATE cases SET status_since = filed_at;
WITH newest AS (
    SELECT DISTINCT ON (case_id) case_id, at, who, confirmed FROM verdicts ORDER BY case_id, id DESC
), told AS (
    INSERT INTO case_history (case_id, at, actor, action, why, from_status, to_status)
    SELECT case_id, at, who, 'MOVED', 'Follows the newest verdict.', 'PENDING_REVIEW',
        CASE WHEN confirmed THEN 'APPROVED' ELSE 'REJECTED' END
    FROM newest
    RETURNING id, case_id, at, to_status
)
UPDATE cases SET status = told.to_status, moved_by = told.id, status_since = told.at FROM told WHERE cases.id = told.case_id;
ALTER TABLE cases ALTER COLUMN status_since SET NOT NULL;

CREATE FUNCTION begin_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'PENDING_REVIEW' OR NEW.moved_by IS NOT NULL THEN
        RAISE EXCEPTION 'a case begins as PENDING_REVIEW, not as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    NEW.status_since := NEW.filed_at;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_begin BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION begin_case();

CREATE FUNCTION move_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status = OLD.status THEN
        RAISE EXCEPTION 'what moved case % cannot be changed', OLD.case_no USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM case_transitions WHERE from_status = OLD.status AND to_status = NEW.status) THEN
        RAISE EXCEPTION 'case % cannot go from % to %', OLD.case_no, OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM case_history
        WHERE id = NEW.moved_by AND id > coalesce(OLD.moved_by, 0) AND case_id = OLD.id
            AND from_status = OLD.status AND to_status = NEW.status) THEN
        RAISE EXCEPTION 'case % moves only by a new row of its history', OLD.case_no USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION move_case() IS 'Lets a case take the steps of case_transitions only, and none without who, when and why.';
CREATE TRIGGER cases_move BEFORE UPDATE ON cases FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status OR OLD.moved_by IS DISTINCT FROM NEW.moved_by)
    EXECUTE FUNCTION move_case();
CREATE TRIGGER case_history_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON case_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE case_incidents (
    incident_id     text PRIMARY KEY,
    case_id         bigint NOT NULL REFERENCES cases,
    joined_at       timestamptz NOT NULL,
    joined_as       text NOT NULL CHECK (joined_as IN ('MERGED', 'REOPENED')),
    camera_id       text NOT NULL,
    zone_id         text NOT NULL,
    worker_id       text NOT NULL,
    raised_at       timestamptz NOT NULL,
    last_seen_at    timestamptz,
    cleared_at      timestamptz,
    why             text NOT NULL,
    evidence_prefix text NOT NULL,
    manifest_sha256 text NOT NULL,
    parts           jsonb NOT NULL
);
COMMENT ON TABLE case_incidents IS 'Incidents that joined a case of the same thing instead of making one.';
COMMENT ON COLUMN case_incidents.incident_id IS 'The worker''s derived id; no case has it.';
COMMENT ON COLUMN case_incidents.case_id IS 'The case it joined.';
COMMENT ON COLUMN case_incidents.joined_at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN case_incidents.joined_as IS 'MERGED: the case was open. REOPENED: it had been closed within a day and is open again.';
COMMENT ON COLUMN case_incidents.camera_id IS 'Camera that saw it.';
COMMENT ON COLUMN case_incidents.zone_id IS 'Zone of that camera.';
COMMENT ON COLUMN case_incidents.worker_id IS 'Worker that filed it.';
COMMENT ON COLUMN case_incidents.raised_at IS 'Look at which the rule raised it, worker''s clock.';
COMMENT ON COLUMN case_incidents.last_seen_at IS 'Last look that showed it; null until it is gone.';
COMMENT ON COLUMN case_incidents.cleared_at IS 'When it had been gone long enough; null until then.';
COMMENT ON COLUMN case_incidents.why IS 'One sentence: rule, thresholds and values.';
COMMENT ON COLUMN case_incidents.evidence_prefix IS 'Key prefix of its evidence in the store, ending in /.';
COMMENT ON COLUMN case_incidents.manifest_sha256 IS 'Digest of manifest.json under that prefix.';
COMMENT ON COLUMN case_incidents.parts IS 'Its other objects in the worker''s order: name, mime, bytes, sha256.';
CREATE INDEX case_incidents_of_case ON case_incidents (case_id, joined_at);

CREATE TABLE case_callbacks (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id          bigint NOT NULL REFERENCES cases,
    received_at      timestamptz NOT NULL,
    delivery_id      text CHECK (length(delivery_id) BETWEEN 1 AND 128),
    platform_status  text NOT NULL CHECK (length(platform_status) BETWEEN 1 AND 64),
    status           text REFERENCES case_statuses,
    at               timestamptz NOT NULL,
    platform_case_no text CHECK (length(platform_case_no) BETWEEN 1 AND 64),
    org              text CHECK (length(org) BETWEEN 1 AND 200),
    opinion          text CHECK (length(opinion) BETWEEN 1 AND 2000),
    not_pass_reason  text CHECK (length(not_pass_reason) BETWEEN 1 AND 2000),
    deadline         timestamptz,
    attachments      text[] NOT NULL CHECK (cardinality(attachments) <= 16),
    outcome          text NOT NULL CHECK (outcome IN ('MOVED', 'STANDS', 'LATE', 'UNKNOWN', 'NOT_ALLOWED'))
);
COMMENT ON TABLE case_callbacks IS 'What the city''s platform said of cases, each call-back once, whatever came of it; only grows.';
COMMENT ON COLUMN case_callbacks.id IS 'Order of writing.';
COMMENT ON COLUMN case_callbacks.case_id IS 'The case.';
COMMENT ON COLUMN case_callbacks.received_at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN case_callbacks.delivery_id IS 'The platform''s id of this call-back; null where it gives none.';
COMMENT ON COLUMN case_callbacks.platform_status IS 'The state in the platform''s word.';
COMMENT ON COLUMN case_callbacks.status IS 'What it means here; null where the status map does not have it.';
COMMENT ON COLUMN case_callbacks.at IS 'When it came to stand so, platform''s clock.';
COMMENT ON COLUMN case_callbacks.platform_case_no IS 'The platform''s number.';
COMMENT ON COLUMN case_callbacks.org IS 'Who deals with it there.';
COMMENT ON COLUMN case_callbacks.opinion IS 'What he says.';
COMMENT ON COLUMN case_callbacks.not_pass_reason IS 'Why the platform does not take it.';
COMMENT ON COLUMN case_callbacks.deadline IS 'By when it must be dealt with.';
COMMENT ON COLUMN case_callbacks.attachments IS 'Where it says that more lies; never fetched.';
COMMENT ON COLUMN case_callbacks.outcome IS 'MOVED the case. STANDS: it stood so already. LATE: something newer is known. UNKNOWN: no such word in the status map. NOT_ALLOWED: no such step from where it stood.';
CREATE UNIQUE INDEX case_callbacks_of_delivery ON case_callbacks (case_id, delivery_id) WHERE delivery_id IS NOT NULL;
CREATE UNIQUE INDEX case_callbacks_of_moment ON case_callbacks (case_id, platform_status, at) WHERE delivery_id IS NULL;
CREATE INDEX case_callbacks_by_platform_number ON case_callbacks (platform_case_no) WHERE platform_case_no IS NOT NULL;
CREATE INDEX case_callbacks_newest ON case_callbacks (case_id, at DESC, id DESC);
CREATE TRIGGER case_callbacks_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON case_callbacks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE case_checks (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id  bigint NOT NULL REFERENCES cases,
    at       timestamptz NOT NULL,
    who      text NOT NULL CHECK (length(who) BETWEEN 1 AND 500),
    proposal text NOT NULL CHECK (proposal IN ('GONE', 'STILL', 'UNSURE')),
    why      text NOT NULL,
    samples  jsonb NOT NULL
);
COMMENT ON TABLE case_checks IS 'Whether the thing of a handled case is gone, as far as a camera could see; proposes and ends nothing. Only grows.';
COMMENT ON COLUMN case_checks.id IS 'Order of writing.';
COMMENT ON COLUMN case_checks.case_id IS 'The case.';
COMMENT ON COLUMN case_checks.at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN case_checks.who IS 'Who looked.';
COMMENT ON COLUMN case_checks.proposal IS 'GONE: three clear views, minutes apart, without it. STILL: a clear view of it. UNSURE: neither.';
COMMENT ON COLUMN case_checks.why IS 'One sentence.';
COMMENT ON COLUMN case_checks.samples IS 'What was looked at: at, view (as workers name it) and whether the thing was seen.';
CREATE INDEX case_checks_of_case ON case_checks (case_id, id);
CREATE TRIGGER case_checks_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON case_checks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
