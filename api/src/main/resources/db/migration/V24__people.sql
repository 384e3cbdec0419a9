-- People look after their own accounts; platforms sign what they call back.

CREATE TABLE recovery_codes (
    account text NOT NULL REFERENCES accounts ON DELETE CASCADE,
    sha256  text NOT NULL,
    PRIMARY KEY (account, sha256)
);
COMMENT ON TABLE recovery_codes IS 'Codes that each stand once for a one-time code; gone when used.';
COMMENT ON COLUMN recovery_codes.account IS 'Whose.';
COMMENT ON COLUMN recovery_codes.sha256 IS 'SHA-256 of the code, hexadecimal.';

CREATE INDEX log_entries_of_sign_ins ON log_entries (who, position) WHERE action = 'SIGN_IN';

ALTER TABLE api_keys ADD COLUMN signing bytea CHECK (length(signing) BETWEEN 24 AND 64);
COMMENT ON COLUMN api_keys.signing IS 'Secret that its call-backs are signed with (HMAC-SHA256); null where they are not.';
