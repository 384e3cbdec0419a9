-- Before a case is pushed the first time, a target may be asked for its own open cases nearby; what it has is for a person to judge.

ALTER TABLE push_deliveries DROP CONSTRAINT push_deliveries_state_check;
ALTER TABLE push_deliveries ADD CONSTRAINT push_deliveries_state_check
    CHECK (state IN ('WAITING', 'HELD', 'DELIVERED', 'DEAD', 'SKIPPED'));
COMMENT ON COLUMN push_deliveries.state IS 'WAITING to be sent, HELD until a person decides, DELIVERED, DEAD after the last try, SKIPPED where the case was withdrawn before the first, or joined to a case that the target had.';
COMMENT ON COLUMN push_deliveries.tried_at IS 'First try that may have reached the target; null before it.';
DROP INDEX push_deliveries_open;
CREATE INDEX push_deliveries_open ON push_deliveries (target_id, state) WHERE state IN ('WAITING', 'DEAD', 'HELD');
CREATE INDEX push_deliveries_held ON push_deliveries (case_id) WHERE state = 'HELD';

ALTER TABLE push_attempts DROP CONSTRAINT push_attempts_outcome_check;
ALTER TABLE push_attempts ADD CONSTRAINT push_attempts_outcome_check
    CHECK (outcome IN ('DELIVERED', 'FAILED', 'REFUSED', 'GONE', 'HELD'));
COMMENT ON COLUMN push_attempts.outcome IS 'DELIVERED. REFUSED: delivered, and the platform does not take the case. FAILED: tried again. GONE: the target wants nothing more. HELD: not sent, a person decides.';

COMMENT ON COLUMN case_history.action IS 'FILED, CLEARED, SIGHTING_CLEARED, JUDGED, MOVED, SEEN_AGAIN, CALLED_BACK, CHECKED, REMINDED, HELD, JOINED or PARTED.';

CREATE TABLE nearby_answers (
    delivery_id bigint PRIMARY KEY REFERENCES push_deliveries,
    asked_at    timestamptz NOT NULL,
    radius_m    integer NOT NULL CHECK (radius_m BETWEEN 1 AND 1000),
    found       jsonb NOT NULL CHECK (jsonb_typeof(found) = 'array' AND jsonb_array_length(found) <= 20 AND octet_length(found::text) <= 32768),
    more        integer NOT NULL CHECK (more >= 0),
    unanswered  text CHECK (length(unanswered) BETWEEN 1 AND 1000),
    decision    text CHECK (decision IN ('JOIN', 'PUSH')),
    joined_no   text CHECK (length(joined_no) BETWEEN 1 AND 64),
    decided_by  text CHECK (length(decided_by) BETWEEN 1 AND 500),
    decided_at  timestamptz,
    why         text CHECK (length(why) BETWEEN 1 AND 500),
    CHECK (num_nulls(decision, decided_by, decided_at, why) IN (0, 4)),
    CHECK ((coalesce(decision, '') = 'JOIN') = (joined_no IS NOT NULL))
);
COMMENT ON TABLE nearby_answers IS 'What a target last answered when it was asked for its open cases near one that is to be pushed, and what a person decided.';
COMMENT ON COLUMN nearby_answers.delivery_id IS 'The delivery of the case to that target.';
COMMENT ON COLUMN nearby_answers.asked_at IS 'When it answered, api''s clock.';
COMMENT ON COLUMN nearby_answers.radius_m IS 'How far around the case it was asked for.';
COMMENT ON COLUMN nearby_answers.found IS 'Its cases, nearest first: caseNo, code, status, source, at, longitude, latitude, distanceM; empty where it has none.';
COMMENT ON COLUMN nearby_answers.more IS 'How many more it named.';
COMMENT ON COLUMN nearby_answers.unanswered IS 'Why there is no answer; null where there is one.';
COMMENT ON COLUMN nearby_answers.decision IS 'JOIN: it is the same thing. PUSH: it is another. Null while nobody decided, or nobody has to.';
COMMENT ON COLUMN nearby_answers.joined_no IS 'The target''s number that the case belongs to since.';
COMMENT ON COLUMN nearby_answers.decided_by IS 'Who decided.';
COMMENT ON COLUMN nearby_answers.decided_at IS 'When, api''s clock.';
COMMENT ON COLUMN nearby_answers.why IS 'One sentence.';
CREATE INDEX nearby_answers_joined ON nearby_answers (joined_no) WHERE joined_no IS NOT NULL;
CREATE INDEX nearby_answers_by_age ON nearby_answers (asked_at);

-- As before, and what is held is skipped too; where it may have reached the target, both go out.
CREATE OR REPLACE FUNCTION tell_platforms(of_case bigint, what text, moment timestamptz, stands text, reason text)
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
        UPDATE push_deliveries d SET state = CASE WHEN EXISTS (
            SELECT 1 FROM push_deliveries o
            WHERE o.case_id = of_case AND o.target_id = d.target_id AND o.tried_at IS NOT NULL)
            THEN 'WAITING' ELSE 'SKIPPED' END
        WHERE d.case_id = of_case AND d.state IN ('WAITING', 'HELD');
    END IF;
    INSERT INTO push_deliveries (platform_event, case_id, target_id, state, next_at)
    SELECT told, of_case, t.target_id, 'WAITING', moment FROM push_targets t
    WHERE t.configured AND (what = 'CREATE' OR EXISTS (
        SELECT 1 FROM push_deliveries d
        WHERE d.case_id = of_case AND d.target_id = t.target_id AND d.state <> 'SKIPPED'));
END $$;
