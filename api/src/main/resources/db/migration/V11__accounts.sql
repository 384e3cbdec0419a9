-- Who may do what: people's accounts with their sessions, and machines' keys. Secrets are kept as digests only.

CREATE FUNCTION roles_are_apart(roles text[]) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT cardinality(roles) > 0
        AND (NOT 'security-admin' = ANY(roles) OR cardinality(roles) = 1)
        AND (NOT 'audit-admin' = ANY(roles) OR roles <@ ARRAY['audit-admin', 'auditor'])
$$;
COMMENT ON FUNCTION roles_are_apart(text[]) IS 'Who gives roles has no other; who watches the log does nothing that it records, reading evidence aside.';

CREATE TABLE accounts (
    name          text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 60),
    password      text,
    issuer        text,
    subject       text,
    roles         text[] NOT NULL CHECK (roles_are_apart(roles)),
    grids         text[] NOT NULL DEFAULT '{}',
    camera_groups text[] NOT NULL DEFAULT '{}',
    totp          bytea,
    totp_proposed bytea,
    totp_step     bigint NOT NULL DEFAULT 0,
    failures      integer NOT NULL DEFAULT 0,
    locked_until  timestamptz,
    disabled      boolean NOT NULL DEFAULT false,
    made_at       timestamptz NOT NULL,
    made_by       text NOT NULL,
    CONSTRAINT proves_himself_one_way CHECK ((password IS NULL) = (issuer IS NOT NULL) AND num_nulls(issuer, subject) IN (0, 2)),
    UNIQUE (issuer, subject)
);
COMMENT ON TABLE accounts IS 'People who may sign in.';
COMMENT ON COLUMN accounts.name IS 'As it is recorded with what they do.';
COMMENT ON COLUMN accounts.password IS 'Argon2id with its parameters and salt; null where another server proves who it is.';
COMMENT ON COLUMN accounts.issuer IS 'OpenID Connect issuer that proves who it is; null for a local account.';
COMMENT ON COLUMN accounts.subject IS 'What that issuer calls the person.';
COMMENT ON COLUMN accounts.roles IS 'Names as in the API.';
COMMENT ON COLUMN accounts.grids IS 'Grids that are seen; with camera_groups empty too, the whole city.';
COMMENT ON COLUMN accounts.camera_groups IS 'Groups of cameras that are seen.';
COMMENT ON COLUMN accounts.totp IS 'Secret of the one-time codes (RFC 6238); null where none are asked for.';
COMMENT ON COLUMN accounts.totp_proposed IS 'Secret that waits for its first right code.';
COMMENT ON COLUMN accounts.totp_step IS 'Newest step of which a code was taken; no code is taken twice.';
COMMENT ON COLUMN accounts.failures IS 'Refused sign-ins since the last good one.';
COMMENT ON COLUMN accounts.locked_until IS 'No sign-in is taken before; null where none was refused too often.';
COMMENT ON COLUMN accounts.disabled IS 'Whether it may not sign in any more.';
COMMENT ON COLUMN accounts.made_at IS 'When, api''s clock.';
COMMENT ON COLUMN accounts.made_by IS 'Who made it.';

CREATE TABLE sessions (
    sha256  text PRIMARY KEY,
    account text NOT NULL REFERENCES accounts ON DELETE CASCADE,
    made_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    address text NOT NULL
);
COMMENT ON TABLE sessions IS 'Browsers that are signed in.';
COMMENT ON COLUMN sessions.sha256 IS 'SHA-256 of the secret in the cookie, hexadecimal.';
COMMENT ON COLUMN sessions.account IS 'Who it is.';
COMMENT ON COLUMN sessions.made_at IS 'Sign-in, api''s clock.';
COMMENT ON COLUMN sessions.seen_at IS 'Last request, to the minute.';
COMMENT ON COLUMN sessions.ends_at IS 'When it ends however much it is used.';
COMMENT ON COLUMN sessions.address IS 'Where the sign-in came from.';
CREATE INDEX sessions_of_account ON sessions (account);

CREATE TABLE sign_in_links (
    sha256  text PRIMARY KEY,
    account text NOT NULL REFERENCES accounts ON DELETE CASCADE,
    ends_at timestamptz NOT NULL
);
COMMENT ON TABLE sign_in_links IS 'Links that sign in once; gone when used.';
COMMENT ON COLUMN sign_in_links.sha256 IS 'SHA-256 of the secret in the link, hexadecimal.';
COMMENT ON COLUMN sign_in_links.account IS 'Whom it signs in.';
COMMENT ON COLUMN sign_in_links.ends_at IS 'From then on it does not.';

CREATE TABLE api_keys (
    id            text PRIMARY KEY,
    sha256        text NOT NULL UNIQUE,
    name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    roles         text[] NOT NULL CHECK (roles_are_apart(roles)),
    grids         text[] NOT NULL DEFAULT '{}',
    camera_groups text[] NOT NULL DEFAULT '{}',
    made_at       timestamptz NOT NULL,
    made_by       text NOT NULL,
    expires_at    timestamptz NOT NULL,
    used_at       timestamptz,
    follows       text REFERENCES api_keys
);
COMMENT ON TABLE api_keys IS 'Keys of machines and of commands.';
COMMENT ON COLUMN api_keys.id IS 'Beginning of the key behind sw_, which may be shown.';
COMMENT ON COLUMN api_keys.sha256 IS 'SHA-256 of the whole key, hexadecimal.';
COMMENT ON COLUMN api_keys.name IS 'Who has it; recorded with what is done by it.';
COMMENT ON COLUMN api_keys.roles IS 'Names as in the API.';
COMMENT ON COLUMN api_keys.grids IS 'As of accounts.';
COMMENT ON COLUMN api_keys.camera_groups IS 'As of accounts.';
COMMENT ON COLUMN api_keys.made_at IS 'When, api''s clock.';
COMMENT ON COLUMN api_keys.made_by IS 'Who made it.';
COMMENT ON COLUMN api_keys.expires_at IS 'From then on it opens nothing; a revoked one, from the moment it was.';
COMMENT ON COLUMN api_keys.used_at IS 'Last use, to the minute; null where it never was.';
COMMENT ON COLUMN api_keys.follows IS 'The key that it replaces; both hold until that one expires.';
