-- People whom another server proves (OpenID Connect).

CREATE TABLE used_states (
    sha256  text PRIMARY KEY,
    used_at timestamptz NOT NULL
);
COMMENT ON TABLE used_states IS 'Sign-ins by OpenID Connect that are done; none is done twice. Gone after an hour.';
COMMENT ON COLUMN used_states.sha256 IS 'SHA-256 of the state that the sign-in had, hexadecimal.';
COMMENT ON COLUMN used_states.used_at IS 'When, api''s clock.';
