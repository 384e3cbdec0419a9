package org.streetwarden.api.accounts;

import java.util.Arrays;
import java.util.Optional;

/** What somebody may be. Which route a role opens stands in {@code openapi.yaml} as {@code x-roles}, and nowhere else. */
public enum Role {
    /** Reads cases and moves them. */
    OPERATOR,
    /** Says whether a case is one. */
    REVIEWER,
    /** Reads evidence unmasked, exports it, reads the log. */
    AUDITOR,
    MODEL_ENGINEER,
    PILOT,
    /** A city platform's machine. */
    PLATFORM,
    /** A worker's machine. */
    WORKER,
    /** Changes cameras, registers and targets. */
    SYSTEM_ADMIN,
    /** Makes accounts and keys and gives roles. */
    SECURITY_ADMIN,
    /** Reads the log of what all others did. */
    AUDIT_ADMIN;

    /** As the API writes it: {@code model-engineer}. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public static Optional<Role> of(String key) {
        return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
    }
}
