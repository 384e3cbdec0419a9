-- How long material is kept: what was deleted by which rule with the proof that it was there, legal holds, and what tables that only
-- grow may lose once it is old.

CREATE TABLE legal_holds (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id   bigint NOT NULL REFERENCES cases,
    set_at    timestamptz NOT NULL,
    set_by    text NOT NULL CHECK (length(set_by) BETWEEN 1 AND 500),
    why       text NOT NULL CHECK (length(why) BETWEEN 1 AND 500),
    lifted_at timestamptz,
    lifted_by text CHECK (length(lifted_by) BETWEEN 1 AND 500),
    lift_why  text CHECK (length(lift_why) BETWEEN 1 AND 500),
    store     text NOT NULL DEFAULT 'PENDING' CHECK (store IN ('PENDING', 'HELD', 'NONE', 'FREED')),
    CONSTRAINT lifted_whole_or_not CHECK (num_nulls(lifted_at, lifted_by, lift_why) IN (0, 3)),
    CONSTRAINT lifted_by_another CHECK (lifted_by <> set_by)
);
COMMENT ON TABLE legal_holds IS 'Cases of which nothing may be deleted, whatever its age. One stands for a case at most; a lifted one never changes.';
COMMENT ON COLUMN legal_holds.id IS 'Order of setting.';
COMMENT ON COLUMN legal_holds.case_id IS 'The case.';
COMMENT ON COLUMN legal_holds.set_at IS 'Since when, api''s clock.';
COMMENT ON COLUMN legal_holds.set_by IS 'Who set it.';
COMMENT ON COLUMN legal_holds.why IS 'One sentence.';
COMMENT ON COLUMN legal_holds.lifted_at IS 'When it was lifted; null while it stands.';
COMMENT ON COLUMN legal_holds.lifted_by IS 'Who lifted it: never who set it.';
COMMENT ON COLUMN legal_holds.lift_why IS 'Why, one sentence.';
COMMENT ON COLUMN legal_holds.store IS 'Whether the evidence store holds the objects as well: PENDING it is not told yet, HELD, NONE where it has no Object Lock, FREED after the lifting.';
CREATE UNIQUE INDEX legal_holds_standing ON legal_holds (case_id) WHERE lifted_at IS NULL;
CREATE INDEX legal_holds_to_tell ON legal_holds (id) WHERE store = 'PENDING' OR (store = 'HELD' AND lifted_at IS NOT NULL);
CREATE TRIGGER legal_holds_stay BEFORE DELETE OR TRUNCATE ON legal_holds FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER legal_holds_are_lifted_once BEFORE UPDATE ON legal_holds FOR EACH ROW
    WHEN ((OLD.lifted_at IS NOT NULL AND (OLD.lifted_at, OLD.lifted_by, OLD.lift_why)
            IS DISTINCT FROM (NEW.lifted_at, NEW.lifted_by, NEW.lift_why))
        OR (OLD.id, OLD.case_id, OLD.set_at, OLD.set_by, OLD.why) IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.set_at, NEW.set_by, NEW.why))
    EXECUTE FUNCTION refuse_change();

CREATE TABLE deletions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    class        text NOT NULL CHECK (class ~ '^[a-z-]{1,40}$'),
    keeps        text NOT NULL CHECK (keeps ~ '^[0-9]{1,5}d$'),
    case_id      bigint REFERENCES cases,
    subject      text NOT NULL,
    since        timestamptz NOT NULL,
    decided_at   timestamptz NOT NULL,
    objects      jsonb NOT NULL,
    deleted_at   timestamptz,
    log_position bigint,
    refused      text CHECK (length(refused) <= 1000),
    retry_at     timestamptz,
    CONSTRAINT deleted_and_logged CHECK (num_nulls(deleted_at, log_position) IN (0, 2)),
    CONSTRAINT refused_for_now CHECK (num_nulls(refused, retry_at) IN (0, 2))
);
COMMENT ON TABLE deletions IS 'Evidence that a rule of retention deleted, or is about to: written before the first object goes, ended with an entry of the log after the last. Ended ones never change.';
COMMENT ON COLUMN deletions.id IS 'Order of deciding.';
COMMENT ON COLUMN deletions.class IS 'Class of material.';
COMMENT ON COLUMN deletions.keeps IS 'How long that class was kept then, as 90d.';
COMMENT ON COLUMN deletions.case_id IS 'The case; null where an incident made none.';
COMMENT ON COLUMN deletions.subject IS 'Number of the case, or id of the incident.';
COMMENT ON COLUMN deletions.since IS 'From when its time ran.';
COMMENT ON COLUMN deletions.decided_at IS 'When it was decided, api''s clock.';
COMMENT ON COLUMN deletions.objects IS 'Every object: key, sha256 and bytes.';
COMMENT ON COLUMN deletions.deleted_at IS 'When the last object was gone; null until then.';
COMMENT ON COLUMN deletions.log_position IS 'Entry of the log that says so; it holds the digest of this list.';
COMMENT ON COLUMN deletions.refused IS 'Why the store did not delete at the last try; null where it was not refused.';
COMMENT ON COLUMN deletions.retry_at IS 'When it is tried again after a refusal.';
CREATE INDEX deletions_open ON deletions (id) WHERE deleted_at IS NULL;
CREATE INDEX deletions_of_case ON deletions (case_id);
CREATE INDEX deletions_of_entry ON deletions (log_position);
CREATE UNIQUE INDEX deletions_of_incident ON deletions (subject) WHERE case_id IS NULL;
CREATE TRIGGER deletions_stay BEFORE DELETE OR TRUNCATE ON deletions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deletions_end_once BEFORE UPDATE ON deletions FOR EACH ROW
    WHEN (OLD.deleted_at IS NOT NULL OR (OLD.id, OLD.class, OLD.keeps, OLD.case_id, OLD.subject, OLD.since, OLD.decided_at, OLD.objects)
        IS DISTINCT FROM (NEW.id, NEW.class, NEW.keeps, NEW.case_id, NEW.subject, NEW.since, NEW.decided_at, NEW.objects))
    EXECUTE FUNCTION refuse_change();

ALTER TABLE cases ADD COLUMN evidence_deletion bigint REFERENCES deletions;
COMMENT ON COLUMN cases.evidence_deletion IS 'By what the evidence was deleted or is about to be; null while it is kept, and again once the case goes on.';
CREATE INDEX cases_ended ON cases (status_since)
    WHERE evidence_deletion IS NULL AND status IN ('CLOSED', 'CORRECTED', 'REJECTED', 'REFUSED', 'VOID');
CREATE INDEX incidents_unfiled ON incidents (taken_at) WHERE outcome = 'SUPPRESS' AND case_no IS NULL;

CREATE FUNCTION refuse_deletion_of_what_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_case cases%ROWTYPE;
BEGIN
    IF NEW.case_id IS NULL THEN
        PERFORM 1 FROM incidents WHERE incident_id = NEW.subject AND outcome = 'SUPPRESS' AND case_no IS NULL FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'incident % made a case or is not decided', NEW.subject USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO of_case FROM cases WHERE id = NEW.case_id FOR UPDATE;
    IF (SELECT open FROM case_statuses WHERE status = of_case.status) THEN
        RAISE EXCEPTION 'case % has not ended', of_case.case_no USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM legal_holds WHERE case_id = NEW.case_id AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'case % is under legal hold', of_case.case_no USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION refuse_deletion_of_what_is_kept() IS 'Nothing of an open case, of one under legal hold, or of an incident that may still make a case.';
CREATE TRIGGER deletions_of_nothing_kept BEFORE INSERT ON deletions FOR EACH ROW EXECUTE FUNCTION refuse_deletion_of_what_is_kept();

CREATE FUNCTION refuse_late_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM cases WHERE id = NEW.case_id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM deletions WHERE case_id = NEW.case_id AND deleted_at IS NULL) THEN
        RAISE EXCEPTION 'the evidence is being deleted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION refuse_late_hold() IS 'A hold never promises what is going already; it and a deletion wait for each other at the case.';
CREATE TRIGGER legal_holds_in_time BEFORE INSERT ON legal_holds FOR EACH ROW EXECUTE FUNCTION refuse_late_hold();

CREATE FUNCTION keep_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT open FROM case_statuses WHERE status = NEW.status) THEN
        NEW.evidence_deletion := NULL;
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION keep_anew() IS 'What joins a case that goes on is kept until it ends again.';
CREATE TRIGGER cases_kept_anew BEFORE UPDATE ON cases FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status AND OLD.evidence_deletion IS NOT NULL) EXECUTE FUNCTION keep_anew();

-- The floors below stand here, whatever the api is told to keep.
CREATE FUNCTION refuse_early_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (to_jsonb(OLD) ->> TG_ARGV[0])::timestamptz > now() - TG_ARGV[1]::interval THEN
        RAISE EXCEPTION '% keeps rows for % at least', TG_TABLE_NAME, TG_ARGV[1] USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$;
COMMENT ON FUNCTION refuse_early_end() IS 'Rows of a table that otherwise only grows may go once they are so old; its arguments are the column with their time and the age.';

DROP TRIGGER push_attempts_only_grow ON push_attempts;
CREATE TRIGGER push_attempts_only_grow BEFORE UPDATE OR TRUNCATE ON push_attempts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER push_attempts_kept BEFORE DELETE ON push_attempts FOR EACH ROW EXECUTE FUNCTION refuse_early_end('at', '30 days');
CREATE INDEX push_attempts_by_age ON push_attempts (at);
COMMENT ON TABLE push_attempts IS 'What came of every try. Only grows; retention takes what is older than 30 days.';

DROP TRIGGER dataset_exports_only_grow ON dataset_exports;
CREATE TRIGGER dataset_exports_only_grow BEFORE UPDATE OR TRUNCATE ON dataset_exports FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dataset_exports_kept BEFORE DELETE ON dataset_exports FOR EACH ROW EXECUTE FUNCTION refuse_early_end('at', '6 months');
COMMENT ON TABLE dataset_exports IS 'Every dataset that was asked for, written before its first byte leaves. Only grows; retention takes what is older than six months.';

DROP TRIGGER incident_decisions_only_grow ON incident_decisions;
CREATE TRIGGER incident_decisions_only_grow BEFORE UPDATE OR TRUNCATE ON incident_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER incident_decisions_kept BEFORE DELETE ON incident_decisions FOR EACH ROW EXECUTE FUNCTION refuse_early_end('at', '30 days');

CREATE FUNCTION refuse_held_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM push_deliveries d JOIN legal_holds h ON h.case_id = d.case_id AND h.lifted_at IS NULL
            WHERE d.id = OLD.delivery_id) THEN
        RAISE EXCEPTION 'the delivery is of a case under legal hold' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$;
COMMENT ON FUNCTION refuse_held_attempt() IS 'A legal hold keeps what was delivered of its case.';
CREATE TRIGGER push_attempts_held BEFORE DELETE ON push_attempts FOR EACH ROW EXECUTE FUNCTION refuse_held_attempt();

CREATE FUNCTION refuse_end_of_filed_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.case_no IS NOT NULL OR OLD.outcome <> 'SUPPRESS' THEN
        RAISE EXCEPTION 'incident % made a case or is not decided', OLD.incident_id USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN OLD;
END $$;
COMMENT ON FUNCTION refuse_end_of_filed_incident() IS 'Only incidents that made no case ever go.';
CREATE TRIGGER incidents_of_cases_stay BEFORE DELETE ON incidents FOR EACH ROW EXECUTE FUNCTION refuse_end_of_filed_incident();
CREATE TRIGGER incidents_stay BEFORE TRUNCATE ON incidents FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
COMMENT ON TABLE incidents IS 'Every incident that workers raised since there are rules, with what stands about it now. Retention takes old ones that made no case.';
