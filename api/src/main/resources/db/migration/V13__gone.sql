-- Checks that workers are asked for: whether the thing of a handled case is gone, as its camera sees it.

CREATE TABLE asked_checks (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id     bigint NOT NULL REFERENCES cases,
    opened_at   timestamptz NOT NULL,
    because     text NOT NULL CHECK (because IN ('HANDLED', 'SCHEDULE')),
    since       timestamptz NOT NULL,
    looks       smallint NOT NULL CHECK (looks BETWEEN 1 AND 20),
    apart_ms    bigint NOT NULL CHECK (apart_ms > 0),
    deadline_at timestamptz NOT NULL CHECK (deadline_at > opened_at),
    ended_at    timestamptz,
    ended_as    text CHECK (ended_as IN ('JUDGED', 'LEFT')),
    CONSTRAINT ended_somehow CHECK (num_nulls(ended_at, ended_as) IN (0, 2))
);
COMMENT ON TABLE asked_checks IS 'Checks that workers are asked for, with the rule they go by. One is open for a case at most; ended ones never change.';
COMMENT ON COLUMN asked_checks.id IS 'What workers know it by.';
COMMENT ON COLUMN asked_checks.case_id IS 'The case.';
COMMENT ON COLUMN asked_checks.opened_at IS 'When looks began to be asked for, api''s clock.';
COMMENT ON COLUMN asked_checks.because IS 'HANDLED: the case was said to be handled. SCHEDULE: the check before it did not find the thing gone.';
COMMENT ON COLUMN asked_checks.since IS 'When we learned that the case was handled; earlier looks say nothing.';
COMMENT ON COLUMN asked_checks.looks IS 'So many clear views without the thing make it gone.';
COMMENT ON COLUMN asked_checks.apart_ms IS 'Clear views closer together count as one.';
COMMENT ON COLUMN asked_checks.deadline_at IS 'Judged by what there is at this time.';
COMMENT ON COLUMN asked_checks.ended_at IS 'When it ended; null while looks are asked for.';
COMMENT ON COLUMN asked_checks.ended_as IS 'JUDGED: a row of case_checks says what came of it. LEFT: the case went on meanwhile.';
CREATE UNIQUE INDEX asked_checks_open ON asked_checks (case_id) WHERE ended_at IS NULL;
CREATE INDEX asked_checks_of_case ON asked_checks (case_id, id DESC);
CREATE TRIGGER asked_checks_stay BEFORE DELETE OR TRUNCATE ON asked_checks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER asked_checks_end_once BEFORE UPDATE ON asked_checks FOR EACH ROW
    WHEN (OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
        OR (OLD.id, OLD.case_id, OLD.opened_at, OLD.because, OLD.since, OLD.looks, OLD.apart_ms, OLD.deadline_at)
            IS DISTINCT FROM (NEW.id, NEW.case_id, NEW.opened_at, NEW.because, NEW.since, NEW.looks, NEW.apart_ms, NEW.deadline_at))
    EXECUTE FUNCTION refuse_change();
CREATE INDEX cases_to_check ON cases (kind, status_since) WHERE status IN ('HANDLED', 'VERIFYING');

CREATE TABLE check_looks (
    asked_id        bigint NOT NULL REFERENCES asked_checks,
    number          smallint NOT NULL CHECK (number BETWEEN 1 AND 64),
    taken_at        timestamptz NOT NULL,
    received_at     timestamptz NOT NULL,
    clock_offset_us bigint NOT NULL,
    worker_id       text NOT NULL,
    view            text CHECK (view IN ('UNKNOWN', 'CLEAR', 'TURNED', 'COVERED', 'BLURRED', 'DARK', 'FROZEN')),
    finding         text NOT NULL CHECK (finding IN ('THERE', 'GONE', 'UNTOLD')),
    score           double precision NOT NULL CHECK (score BETWEEN 0 AND 1),
    detail          text NOT NULL CHECK (length(detail) <= 2000),
    model_name      text,
    model_version   text,
    model_sha256    text,
    picture_key     text,
    picture_mime    text,
    picture_bytes   bigint,
    picture_sha256  text,
    PRIMARY KEY (asked_id, number),
    CONSTRAINT picture_whole_or_not CHECK (num_nulls(model_name, model_version, model_sha256, picture_key, picture_mime,
        picture_bytes, picture_sha256) IN (0, 7)),
    CONSTRAINT only_clear_views_tell CHECK (finding = 'UNTOLD' OR (view = 'CLEAR' AND picture_key IS NOT NULL))
);
COMMENT ON TABLE check_looks IS 'What workers saw when they were asked, each look of a check once. Only grows.';
COMMENT ON COLUMN check_looks.asked_id IS 'The check.';
COMMENT ON COLUMN check_looks.number IS 'Of the look in its check, from 1 without gaps.';
COMMENT ON COLUMN check_looks.taken_at IS 'When the picture arrived, worker''s clock; without a picture, when the worker gave it up.';
COMMENT ON COLUMN check_looks.received_at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN check_looks.clock_offset_us IS 'taken_at less the picture''s time on the camera''s timeline, microseconds; 0 without a picture.';
COMMENT ON COLUMN check_looks.worker_id IS 'Who looked.';
COMMENT ON COLUMN check_looks.view IS 'The view as the guard found it; null where no picture came.';
COMMENT ON COLUMN check_looks.finding IS 'THERE, GONE, or UNTOLD where the look says nothing.';
COMMENT ON COLUMN check_looks.score IS 'Of what was found there; 0 where nothing was.';
COMMENT ON COLUMN check_looks.detail IS 'Why it says nothing, one sentence; empty where it says something.';
COMMENT ON COLUMN check_looks.model_name IS 'Model that looked; null without a picture, as all below.';
COMMENT ON COLUMN check_looks.model_version IS 'Its version.';
COMMENT ON COLUMN check_looks.model_sha256 IS 'Its digest.';
COMMENT ON COLUMN check_looks.picture_key IS 'Object key of the picture.';
COMMENT ON COLUMN check_looks.picture_mime IS 'Media type of it.';
COMMENT ON COLUMN check_looks.picture_bytes IS 'Size of it.';
COMMENT ON COLUMN check_looks.picture_sha256 IS 'Digest of it.';
CREATE TRIGGER check_looks_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON check_looks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE case_checks
    ADD COLUMN asked_id        bigint UNIQUE REFERENCES asked_checks,
    ADD COLUMN manifest        text,
    ADD COLUMN manifest_sha256 text,
    ADD CONSTRAINT asked_has_manifest CHECK (num_nulls(asked_id, manifest, manifest_sha256) IN (0, 3));
COMMENT ON COLUMN case_checks.asked_id IS 'The check that workers were asked for; null where somebody told his own samples.';
COMMENT ON COLUMN case_checks.manifest IS 'What the check rests on, with the digests of its pictures and of the case''s own manifest: canonical JSON (RFC 8785).';
COMMENT ON COLUMN case_checks.manifest_sha256 IS 'Digest of manifest, which the log has too.';
COMMENT ON COLUMN case_checks.samples IS 'What somebody told: at, view (as workers name it) and whether the thing was seen. Empty where workers were asked: their looks stand in check_looks.';
