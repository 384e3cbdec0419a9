-- What reviewers say of cases, and what left as a dataset. All three tables only grow.

ALTER TABLE events DROP CONSTRAINT events_type_check;
ALTER TABLE events ADD CONSTRAINT events_type_check
    CHECK (type IN ('case-filed', 'case-cleared', 'case-judged', 'camera-changed', 'model-changed'));

ALTER TABLE cameras ADD COLUMN group_name text NOT NULL DEFAULT 'default';
COMMENT ON COLUMN cameras.group_name IS 'Group of cameras that change their models together; default where the worker names none.';

COMMENT ON COLUMN case_history.action IS 'FILED, CLEARED or JUDGED; later transitions add theirs.';

CREATE TABLE verdict_reasons (
    code    text PRIMARY KEY,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    use     text NOT NULL CHECK (use IN ('LABEL', 'NEGATIVE', 'RELABEL', 'IGNORE', 'WITHHOLD'))
);
COMMENT ON TABLE verdict_reasons IS 'Why a reviewer does not confirm a case, and what a dataset makes of it.';
COMMENT ON COLUMN verdict_reasons.code IS 'Name as in the API.';
COMMENT ON COLUMN verdict_reasons.name_zh IS 'As reviewers read it.';
COMMENT ON COLUMN verdict_reasons.name_en IS 'The same in English.';
COMMENT ON COLUMN verdict_reasons.use IS 'LABEL: the thing is what it is called. NEGATIVE: it is not. RELABEL: it is another class. IGNORE: teaches nothing. WITHHOLD: its pictures never leave.';
INSERT INTO verdict_reasons VALUES
    ('false-detection', '误检', 'False detection', 'NEGATIVE'),
    ('permitted', '合法许可', 'Permitted', 'LABEL'),
    ('other-class', '非本类', 'Another class', 'RELABEL'),
    ('duplicate', '重复', 'Duplicate', 'IGNORE'),
    ('gone', '已消失', 'Gone', 'IGNORE'),
    ('poor-picture', '画质', 'Poor picture', 'IGNORE'),
    ('wrong-zone', '区域错误', 'Wrong zone', 'IGNORE'),
    ('insufficient', '证据不足', 'Insufficient evidence', 'IGNORE'),
    ('privacy', '隐私', 'Privacy', 'WITHHOLD');

CREATE TABLE verdicts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id         bigint NOT NULL REFERENCES cases,
    at              timestamptz NOT NULL,
    who             text NOT NULL CHECK (length(who) BETWEEN 1 AND 500),
    confirmed       boolean NOT NULL,
    reason          text REFERENCES verdict_reasons,
    other_label     text,
    note            text NOT NULL CHECK (length(note) <= 2000),
    camera_id       text NOT NULL,
    zone_id         text NOT NULL,
    model_sha256    text NOT NULL,
    verifier_sha256 text,
    rule_version    text NOT NULL,
    zone_version    text NOT NULL,
    manifest_sha256 text NOT NULL,
    CONSTRAINT reason_unless_confirmed CHECK (confirmed = (reason IS NULL)),
    CONSTRAINT label_of_another_class CHECK ((coalesce(reason, '') = 'other-class') = (other_label IS NOT NULL))
);
COMMENT ON TABLE verdicts IS 'What reviewers said of cases; the newest of a case counts, the others stay.';
COMMENT ON COLUMN verdicts.id IS 'Order of writing.';
COMMENT ON COLUMN verdicts.case_id IS 'The case.';
COMMENT ON COLUMN verdicts.at IS 'When this row was written, api''s clock.';
COMMENT ON COLUMN verdicts.who IS 'The reviewer, as he says.';
COMMENT ON COLUMN verdicts.confirmed IS 'Whether the case is one.';
COMMENT ON COLUMN verdicts.reason IS 'Why not; null where it is confirmed.';
COMMENT ON COLUMN verdicts.other_label IS 'What the thing is where it is another class.';
COMMENT ON COLUMN verdicts.note IS 'The reviewer''s words; empty where there are none.';
COMMENT ON COLUMN verdicts.camera_id IS 'Of the case as it was judged; so are the columns below.';
COMMENT ON COLUMN verdicts.zone_id IS 'Its zone.';
COMMENT ON COLUMN verdicts.model_sha256 IS 'Package of the model that raised it.';
COMMENT ON COLUMN verdicts.verifier_sha256 IS 'Package of the verifier; null where none was asked.';
COMMENT ON COLUMN verdicts.rule_version IS 'Digest of the rule''s settings.';
COMMENT ON COLUMN verdicts.zone_version IS 'Digest of the zone.';
COMMENT ON COLUMN verdicts.manifest_sha256 IS 'Digest of the evidence''s manifest.';
CREATE INDEX verdicts_of_case ON verdicts (case_id, id);

CREATE TABLE verdict_boxes (
    verdict_id bigint NOT NULL REFERENCES verdicts,
    position   smallint NOT NULL,
    label      text NOT NULL,
    box_left   double precision NOT NULL,
    box_top    double precision NOT NULL,
    box_right  double precision NOT NULL,
    box_bottom double precision NOT NULL,
    PRIMARY KEY (verdict_id, position),
    CONSTRAINT inside_the_picture CHECK (
        0 <= box_left AND box_left < box_right AND box_right <= 1
        AND 0 <= box_top AND box_top < box_bottom AND box_bottom <= 1)
);
COMMENT ON TABLE verdict_boxes IS 'What stands where in the picture of the raise, as the reviewer drew it; replaces the model''s box.';
COMMENT ON COLUMN verdict_boxes.verdict_id IS 'The verdict.';
COMMENT ON COLUMN verdict_boxes.position IS 'Order in which the reviewer gave it, from 0.';
COMMENT ON COLUMN verdict_boxes.label IS 'What it is.';
COMMENT ON COLUMN verdict_boxes.box_left IS 'Left edge, fraction of the picture''s width.';
COMMENT ON COLUMN verdict_boxes.box_top IS 'Top edge, fraction of the picture''s height.';
COMMENT ON COLUMN verdict_boxes.box_right IS 'Right edge, fraction of the picture''s width.';
COMMENT ON COLUMN verdict_boxes.box_bottom IS 'Bottom edge, fraction of the picture''s height.';

CREATE TABLE dataset_exports (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    who        text NOT NULL,
    masked     boolean NOT NULL,
    why        text,
    parameters text NOT NULL,
    CONSTRAINT reason_unless_masked CHECK (masked OR why IS NOT NULL)
);
COMMENT ON TABLE dataset_exports IS 'Every dataset that was asked for, written before its first byte leaves.';
COMMENT ON COLUMN dataset_exports.id IS 'Order of writing.';
COMMENT ON COLUMN dataset_exports.at IS 'When, api''s clock.';
COMMENT ON COLUMN dataset_exports.who IS 'Who asked, as he says.';
COMMENT ON COLUMN dataset_exports.masked IS 'Whether persons and plates were masked.';
COMMENT ON COLUMN dataset_exports.why IS 'Why; always there where they were not.';
COMMENT ON COLUMN dataset_exports.parameters IS 'Format, filter and split as JSON.';

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER verdicts_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON verdicts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER verdict_boxes_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON verdict_boxes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dataset_exports_only_grow BEFORE UPDATE OR DELETE OR TRUNCATE ON dataset_exports
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
