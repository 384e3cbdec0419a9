-- The city's rules as versions, every incident that workers raised with what was decided about it and why, and reminders.

CREATE TABLE rule_files (
    sha256   text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    content  text NOT NULL CHECK (octet_length(content) <= 262144),
    added_at timestamptz NOT NULL
);
COMMENT ON TABLE rule_files IS 'Every rules file that ever was in force. Only grows.';
COMMENT ON COLUMN rule_files.sha256 IS 'Digest of its bytes, and the version of the rules in it.';
COMMENT ON COLUMN rule_files.content IS 'The YAML as it was brought.';
COMMENT ON COLUMN rule_files.added_at IS 'When it first came, api''s clock.';
CREATE TRIGGER rule_files_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON rule_files
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE rule_changes (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL,
    who    text NOT NULL CHECK (length(who) BETWEEN 1 AND 500),
    why    text NOT NULL CHECK (length(why) BETWEEN 1 AND 500),
    sha256 text NOT NULL REFERENCES rule_files
);
COMMENT ON TABLE rule_changes IS 'Which rules were put in force, by whom and why; the newest row counts. Only grows.';
COMMENT ON COLUMN rule_changes.id IS 'Order of the changes.';
COMMENT ON COLUMN rule_changes.at IS 'Since when, api''s clock.';
COMMENT ON COLUMN rule_changes.who IS 'A person as he names himself; shipped for the file that comes with the api.';
COMMENT ON COLUMN rule_changes.why IS 'One sentence.';
COMMENT ON COLUMN rule_changes.sha256 IS 'The file; going back names an earlier one again.';
CREATE TRIGGER rule_changes_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON rule_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE incidents (
    incident_id  text PRIMARY KEY,
    taken_at     timestamptz NOT NULL,
    kind         text NOT NULL,
    camera_id    text NOT NULL,
    zone_id      text NOT NULL,
    raised_at    timestamptz NOT NULL,
    record       jsonb NOT NULL,
    outcome      text NOT NULL CHECK (outcome IN ('FILE', 'WAIT', 'REMIND', 'SUPPRESS')),
    reason       text NOT NULL,
    rule_id      text,
    judged_as_of timestamptz NOT NULL,
    due_at       timestamptz,
    case_no      text REFERENCES cases (case_no),
    joined       boolean NOT NULL DEFAULT false,
    last_seen_at timestamptz,
    cleared_at   timestamptz,
    stands_in    text[] NOT NULL DEFAULT '{}',
    CHECK ((outcome = 'WAIT') = (due_at IS NOT NULL)),
    CHECK (outcome IN ('FILE', 'REMIND') OR case_no IS NULL)
);
COMMENT ON TABLE incidents IS 'Every incident that workers raised since there are rules, with what stands about it now.';
COMMENT ON COLUMN incidents.incident_id IS 'The worker''s derived id.';
COMMENT ON COLUMN incidents.taken_at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN incidents.kind IS 'As in cases.';
COMMENT ON COLUMN incidents.camera_id IS 'Camera that saw it.';
COMMENT ON COLUMN incidents.zone_id IS 'Zone of that camera.';
COMMENT ON COLUMN incidents.raised_at IS 'Look at which the worker raised it, worker''s clock.';
COMMENT ON COLUMN incidents.record IS 'The worker''s record by the codec''s fields; names its evidence in the store.';
COMMENT ON COLUMN incidents.outcome IS 'What the newest decision says. FILE, REMIND: it is part of a case. WAIT: held. SUPPRESS: no case.';
COMMENT ON COLUMN incidents.reason IS 'What decided, as in the API.';
COMMENT ON COLUMN incidents.rule_id IS 'Rule that decided; null where none was about it.';
COMMENT ON COLUMN incidents.judged_as_of IS 'Moment that the newest decision holds for.';
COMMENT ON COLUMN incidents.due_at IS 'When a held one is judged again; null for others.';
COMMENT ON COLUMN incidents.case_no IS 'Case that it opened or joined; null where there is none.';
COMMENT ON COLUMN incidents.joined IS 'Whether that case was there already.';
COMMENT ON COLUMN incidents.last_seen_at IS 'Last look that showed its thing; null until it is gone.';
COMMENT ON COLUMN incidents.cleared_at IS 'When it had been gone long enough; null until then.';
COMMENT ON COLUMN incidents.stands_in IS 'Codes of the vending points that it stands in for sure.';
CREATE INDEX incidents_newest ON incidents (raised_at DESC, incident_id DESC);
CREATE INDEX incidents_of_place ON incidents (camera_id, zone_id, kind, raised_at DESC);
CREATE INDEX incidents_held ON incidents (due_at) WHERE outcome = 'WAIT';
CREATE INDEX incidents_standing ON incidents USING gin (stands_in) WHERE cleared_at IS NULL;
CREATE INDEX incidents_of_case ON incidents (case_no);

CREATE TABLE incident_decisions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id  text NOT NULL REFERENCES incidents,
    at           timestamptz NOT NULL,
    as_of        timestamptz NOT NULL,
    gone_at      timestamptz,
    rules        text NOT NULL REFERENCES rule_files,
    surroundings jsonb NOT NULL,
    judgement    jsonb NOT NULL
);
COMMENT ON TABLE incident_decisions IS 'Every decision about every incident with all that it was made from, so that it can be explained and made again. Only grows.';
COMMENT ON COLUMN incident_decisions.id IS 'Order of writing.';
COMMENT ON COLUMN incident_decisions.incident_id IS 'The incident.';
COMMENT ON COLUMN incident_decisions.at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN incident_decisions.as_of IS 'Moment that it holds for: the raise, or when a held one was due or last seen.';
COMMENT ON COLUMN incident_decisions.gone_at IS 'When its thing was last seen, where that was known; null where it stood.';
COMMENT ON COLUMN incident_decisions.rules IS 'Version of the rules.';
COMMENT ON COLUMN incident_decisions.surroundings IS 'What was known of its place and past.';
COMMENT ON COLUMN incident_decisions.judgement IS 'Outcome, reason, rule and every step.';
CREATE INDEX incident_decisions_of_incident ON incident_decisions (incident_id, id);
CREATE TRIGGER incident_decisions_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON incident_decisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Warn first.
INSERT INTO case_statuses (status, meaning, open) VALUES
    ('REMINDING', 'Whoever is concerned is to be reminded; it waits whether the thing goes by itself.', true),
    ('CORRECTED', 'The thing went by itself after a reminder; nothing follows.', false);
INSERT INTO case_transitions VALUES
    ('REMINDING', 'PENDING_REVIEW', 'persist', false, 'It still stands after the reminder.'),
    ('REMINDING', 'CORRECTED', 'correct', false, 'It went by itself.'),
    ('REMINDING', 'APPROVED', 'approve', true, 'A reviewer confirms it without waiting.'),
    ('REMINDING', 'REJECTED', 'reject', true, 'A reviewer says why it is no case.'),
    ('REMINDING', 'VOID', 'void', false, 'It is withdrawn: filed by mistake, a test, or struck out by the platform.');

CREATE OR REPLACE FUNCTION begin_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status NOT IN ('PENDING_REVIEW', 'REMINDING') OR NEW.moved_by IS NOT NULL THEN
        RAISE EXCEPTION 'a case begins as PENDING_REVIEW or REMINDING, not as %', NEW.status USING ERRCODE = 'check_violation';
    END IF;
    NEW.status_since := NEW.filed_at;
    RETURN NEW;
END $$;

CREATE TABLE case_reminders (
    case_id bigint PRIMARY KEY REFERENCES cases,
    until   timestamptz NOT NULL,
    review  boolean NOT NULL
);
COMMENT ON TABLE case_reminders IS 'How long the thing of a case may still stand after the reminder that the case began with.';
COMMENT ON COLUMN case_reminders.case_id IS 'The case.';
COMMENT ON COLUMN case_reminders.until IS 'When it goes on to a reviewer, if it stands so long.';
COMMENT ON COLUMN case_reminders.review IS 'Whether it then waits for a reviewer whatever its score.';
CREATE INDEX case_reminders_by_time ON case_reminders (until);
