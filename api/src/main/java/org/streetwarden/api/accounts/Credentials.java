package org.streetwarden.api.accounts;

import java.util.Optional;

/** Who is behind a key or a session. */
public final class Credentials {

    private final KeyFile file;
    private final KeyRing ring;
    private final Sessions sessions;

    public Credentials(KeyFile file, KeyRing ring, Sessions sessions) {
        this.file = file;
        this.ring = ring;
        this.sessions = sessions;
    }

    /** Who has a key that the installation brought along; never waits. */
    public Optional<Caller> given(Secret key) {
        return file.caller(key);
    }

    /** Who has a key that was made here; blocks on the database. */
    public Optional<Caller> key(Secret key) {
        return ring.caller(key);
    }

    /** Whoever signs by a key of that id; blocks on the database. */
    public Optional<KeyRing.Signer> signer(String id) {
        return ring.signer(id);
    }

    /** Whose session it is; blocks on the database. */
    public Optional<Caller> session(Secret secret) {
        return sessions.caller(secret);
    }
}
