-- What platforms are told of cases: one list in commit order that they can read, and its delivery to each of them.

CREATE TABLE platform_events (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    case_id  bigint NOT NULL REFERENCES cases,
    op       text NOT NULL CHECK (op IN ('CREATE', 'UPDATE', 'RESOLVE_HINT', 'WITHDRAW')),
    at       timestamptz NOT NULL,
    status   text NOT NULL REFERENCES case_statuses,
    why      text NOT NULL,
    body     text CHECK (octet_length(body) <= 1048576)
);
COMMENT ON TABLE platform_events IS 'Everything of a case that the city''s platform must know; ids grow in commit order because writers hold one advisory lock. Only grows.';
COMMENT ON COLUMN platform_events.id IS 'Order of commit, and the cursor of the feed.';
COMMENT ON COLUMN platform_events.event_id IS 'Id of the CloudEvent and of its webhook, the same on every try.';
COMMENT ON COLUMN platform_events.case_id IS 'The case.';
COMMENT ON COLUMN platform_events.op IS 'CREATE: take it. UPDATE: something changed. RESOLVE_HINT: the thing seems to be gone. WITHDRAW: it is taken back.';
COMMENT ON COLUMN platform_events.at IS 'When it came about, api''s clock.';
COMMENT ON COLUMN platform_events.status IS 'Where the case stood then.';
COMMENT ON COLUMN platform_events.why IS 'One sentence.';
COMMENT ON COLUMN platform_events.body IS 'The CloudEvent as JSON, written once, soon after; null until then.';
CREATE INDEX platform_events_of_case ON platform_events (case_id, id);
CREATE INDEX platform_events_by_time ON platform_events (at);
CREATE INDEX platform_events_without_body ON platform_events (id) WHERE body IS NULL;
CREATE TRIGGER platform_events_stay BEFORE DELETE OR TRUNCATE ON platform_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER platform_events_are_written_once BEFORE UPDATE ON platform_events FOR EACH ROW
    WHEN (OLD.body IS NOT NULL OR NEW.body IS NULL OR (OLD.id, OLD.event_id, OLD.case_id, OLD.op, OLD.at, OLD.status, OLD.why)
        IS DISTINCT FROM (NEW.id, NEW.event_id, NEW.case_id, NEW.op, NEW.at, NEW.status, NEW.why))
    EXECUTE FUNCTION refuse_change();

CREATE TABLE push_targets (
    target_id    text PRIMARY KEY CHECK (target_id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    configured   boolean NOT NULL,
    added_at     timestamptz NOT NULL,
    disabled_at  timestamptz,
    disabled_why text,
    failures     integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    paused_until timestamptz,
    CHECK ((disabled_at IS NULL) = (disabled_why IS NULL))
);
COMMENT ON TABLE push_targets IS 'Whom events are pushed to. Addresses and secrets stand in the api''s configuration alone.';
COMMENT ON COLUMN push_targets.target_id IS 'Its name there.';
COMMENT ON COLUMN push_targets.configured IS 'Whether the api that started last has it; others get nothing.';
COMMENT ON COLUMN push_targets.added_at IS 'When it was first configured, api''s clock.';
COMMENT ON COLUMN push_targets.disabled_at IS 'When it said that it is gone for good; null while it is served.';
COMMENT ON COLUMN push_targets.disabled_why IS 'What it said.';
COMMENT ON COLUMN push_targets.failures IS 'How often in a row it did not do its part.';
COMMENT ON COLUMN push_targets.paused_until IS 'Until then it is left alone; null while it answers.';

CREATE TABLE push_deliveries (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    platform_event   bigint NOT NULL REFERENCES platform_events,
    case_id          bigint NOT NULL REFERENCES cases,
    target_id        text NOT NULL REFERENCES push_targets,
    state            text NOT NULL CHECK (state IN ('WAITING', 'DELIVERED', 'DEAD', 'SKIPPED')),
    tries            integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    next_at          timestamptz NOT NULL,
    tried_at         timestamptz,
    delivered_at     timestamptz,
    platform_case_no text CHECK (length(platform_case_no) BETWEEN 1 AND 64),
    UNIQUE (platform_event, target_id),
    CHECK ((state = 'DELIVERED') <= (delivered_at IS NOT NULL))
);
COMMENT ON TABLE push_deliveries IS 'The outbox: one row for every event and target, written in the transaction that made the event.';
COMMENT ON COLUMN push_deliveries.id IS 'Order of writing.';
COMMENT ON COLUMN push_deliveries.platform_event IS 'The event.';
COMMENT ON COLUMN push_deliveries.case_id IS 'Its case; a later event of a case waits for the earlier ones.';
COMMENT ON COLUMN push_deliveries.target_id IS 'The target.';
COMMENT ON COLUMN push_deliveries.state IS 'WAITING to be sent, DELIVERED, DEAD after the last try, SKIPPED where the case was withdrawn before the first.';
COMMENT ON COLUMN push_deliveries.tries IS 'Tries of the present schedule; written before each is made.';
COMMENT ON COLUMN push_deliveries.next_at IS 'When it may be tried; while a try is under way, when it is given up for lost.';
COMMENT ON COLUMN push_deliveries.tried_at IS 'First try of all; null before it.';
COMMENT ON COLUMN push_deliveries.delivered_at IS 'When the target took it.';
COMMENT ON COLUMN push_deliveries.platform_case_no IS 'The number it answered with; null where it gave none.';
CREATE INDEX push_deliveries_due ON push_deliveries (target_id, next_at) WHERE state = 'WAITING';
CREATE INDEX push_deliveries_open ON push_deliveries (target_id, state) WHERE state IN ('WAITING', 'DEAD');
CREATE INDEX push_deliveries_in_order ON push_deliveries (case_id, target_id, platform_event);

CREATE TABLE push_attempts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id bigint NOT NULL REFERENCES push_deliveries,
    at          timestamptz NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('DELIVERED', 'FAILED', 'REFUSED', 'GONE')),
    status      integer CHECK (status BETWEEN 100 AND 999),
    detail      text NOT NULL
);
COMMENT ON TABLE push_attempts IS 'What came of every try. Only grows.';
COMMENT ON COLUMN push_attempts.id IS 'Order of writing.';
COMMENT ON COLUMN push_attempts.delivery_id IS 'The delivery.';
COMMENT ON COLUMN push_attempts.at IS 'When it ended, api''s clock.';
COMMENT ON COLUMN push_attempts.outcome IS 'DELIVERED. REFUSED: delivered, and the platform does not take the case. FAILED: tried again. GONE: the target wants nothing more.';
COMMENT ON COLUMN push_attempts.status IS 'HTTP status; null where there was no answer.';
COMMENT ON COLUMN push_attempts.detail IS 'One sentence; never what the target wrote, but for its case number and its word for the state.';
CREATE INDEX push_attempts_of_delivery ON push_attempts (delivery_id, id);
CREATE TRIGGER push_attempts_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON push_attempts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The lock is that of events and of the log of evidence, so a transaction that writes several waits once.
CREATE FUNCTION tell_platforms(of_case bigint, what text, moment timestamptz, stands text, reason text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    newest text;
    told   bigint;
BEGIN
    SELECT op INTO newest FROM platform_events WHERE case_id = of_case ORDER BY id DESC LIMIT 1;
    IF what <> 'CREATE' AND coalesce(newest, 'WITHDRAW') = 'WITHDRAW' THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(6005344864954111059);
    INSERT INTO platform_events (case_id, op, at, status, why) VALUES (of_case, what, moment, stands, reason)
    RETURNING id INTO told;
    IF what = 'WITHDRAW' THEN
        UPDATE push_deliveries d SET state = 'SKIPPED'
        WHERE d.case_id = of_case AND d.state = 'WAITING' AND NOT EXISTS (
            SELECT 1 FROM push_deliveries o
            WHERE o.case_id = of_case AND o.target_id = d.target_id AND o.tried_at IS NOT NULL);
    END IF;
    INSERT INTO push_deliveries (platform_event, case_id, target_id, state, next_at)
    SELECT told, of_case, t.target_id, 'WAITING', moment FROM push_targets t
    WHERE t.configured AND (what = 'CREATE' OR EXISTS (
        SELECT 1 FROM push_deliveries d
        WHERE d.case_id = of_case AND d.target_id = t.target_id AND d.state <> 'SKIPPED'));
END $$;
COMMENT ON FUNCTION tell_platforms(bigint, text, timestamptz, text, text) IS 'Adds one event of a case that platforms know of, or are to know of from now on, and its delivery to every target.';

CREATE FUNCTION tell_of_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    step case_history%ROWTYPE;
BEGIN
    SELECT * INTO step FROM case_history WHERE id = NEW.moved_by;
    IF NEW.status = 'APPROVED' THEN
        PERFORM tell_platforms(NEW.id, 'CREATE', step.at, NEW.status, step.why);
    ELSIF step.actor = 'platform' OR step.actor LIKE 'platform:%' OR NEW.status IN ('PUSHED', 'VERIFYING') THEN
        RETURN NULL;
    ELSIF NEW.status NOT IN ('REJECTED', 'VOID') THEN
        PERFORM tell_platforms(NEW.id, 'UPDATE', step.at, NEW.status, step.why);
    ELSIF OLD.status <> 'REFUSED' THEN
        PERFORM tell_platforms(NEW.id, 'WITHDRAW', step.at, NEW.status, step.why);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION tell_of_step() IS 'Steps that we take; what the platform says itself is not told to it.';
CREATE TRIGGER cases_told AFTER UPDATE ON cases FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION tell_of_step();

CREATE FUNCTION tell_of_sight() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at  text;
    is_gone boolean;
BEGIN
    SELECT c.status, c.cleared_at IS NOT NULL INTO now_at, is_gone
    FROM cases c JOIN case_statuses s USING (status) WHERE c.id = NEW.case_id AND s.open;
    IF FOUND AND NEW.action = 'SEEN_AGAIN' THEN
        PERFORM tell_platforms(NEW.case_id, 'UPDATE', NEW.at, now_at, NEW.why);
    ELSIF FOUND AND is_gone THEN
        PERFORM tell_platforms(NEW.case_id, 'RESOLVE_HINT', NEW.at, now_at, NEW.why);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION tell_of_sight() IS 'That the thing of an open case was seen again, or is gone from every view of it.';
CREATE TRIGGER case_history_told AFTER INSERT ON case_history FOR EACH ROW
    WHEN (NEW.action IN ('SEEN_AGAIN', 'CLEARED') AND NEW.to_status IS NULL) EXECUTE FUNCTION tell_of_sight();

CREATE FUNCTION tell_of_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tell_platforms(c.id, CASE NEW.proposal WHEN 'GONE' THEN 'RESOLVE_HINT' ELSE 'UPDATE' END,
        NEW.at, c.status, NEW.proposal || ': ' || NEW.why)
    FROM cases c JOIN case_statuses s USING (status) WHERE c.id = NEW.case_id AND s.open;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION tell_of_check() IS 'That a check proposes the thing to be gone, or found it still there.';
CREATE TRIGGER case_checks_told AFTER INSERT ON case_checks FOR EACH ROW WHEN (NEW.proposal <> 'UNSURE')
    EXECUTE FUNCTION tell_of_check();

-- What waits for its hand-over already; targets are still to come.
SELECT tell_platforms(c.id, 'CREATE', c.status_since, c.status, coalesce(h.why, c.why))
FROM cases c LEFT JOIN case_history h ON h.id = c.moved_by WHERE c.status = 'APPROVED' ORDER BY c.status_since, c.id;
