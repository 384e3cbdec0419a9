-- What intake, checks and reviewers need at 100,000 cases. Going through a long history may take longer than a request may.
SET LOCAL statement_timeout = 0;

-- Rounds of checks ask every second when each handled case was handled.
CREATE INDEX case_history_handled ON case_history (case_id, at) WHERE to_status = 'HANDLED';

-- Whose turn it is: which waiting cases somebody has before him, so that two reviewers do not judge the same one.
CREATE TABLE review_claims (
    case_id bigint PRIMARY KEY REFERENCES cases,
    who     text NOT NULL,
    until   timestamptz NOT NULL
);
CREATE INDEX review_claims_by_time ON review_claims (until);
COMMENT ON TABLE review_claims IS 'Cases handed out to reviewers. A claim keeps nobody from judging: it only keeps a case out of the others'' queues until it runs out.';
COMMENT ON COLUMN review_claims.case_id IS 'The case.';
COMMENT ON COLUMN review_claims.who IS 'Name of the account or key that has it before him.';
COMMENT ON COLUMN review_claims.until IS 'From then on anybody may get it.';
