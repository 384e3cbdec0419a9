package org.streetwarden.api.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Codes that each stand once for a one-time code, for whoever has lost what makes those. Kept as digests. */
final class RecoveryCodes {

    static final int COUNT = 8;

    private static final int BYTES = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RecoveryCodes() {}

    /** New ones in place of all before; 80 random bits each, as {@code ABCD-EFGH-IJKL-MNOP}. */
    static List<String> replace(Handle handle, String account) {
        drop(handle, account);
        List<String> made = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] bytes = new byte[BYTES];
            RANDOM.nextBytes(bytes);
            String code = OneTimeCode.base32(bytes).replaceAll("(.{4})(?=.)", "$1-");
            handle.createUpdate("INSERT INTO recovery_codes VALUES (:account, :sha256)")
                    .bind("account", account)
                    .bind("sha256", sha256(code))
                    .execute();
            made.add(code);
        }
        return List.copyOf(made);
    }

    /** @return false where it is none, or was used */
    static boolean spend(Handle handle, String account, String code) {
        return handle.createUpdate("DELETE FROM recovery_codes WHERE account = :account AND sha256 = :sha256")
                        .bind("account", account)
                        .bind("sha256", sha256(code))
                        .execute()
                == 1;
    }

    static void drop(Handle handle, String account) {
        handle.createUpdate("DELETE FROM recovery_codes WHERE account = :account")
                .bind("account", account)
                .execute();
    }

    /** How many are left. */
    static int left(Handle handle, String account) {
        return handle.createQuery("SELECT count(*) FROM recovery_codes WHERE account = :account")
                .bind("account", account)
                .mapTo(Integer.class)
                .one();
    }

    /** However its letters are written and parted. */
    private static String sha256(String code) {
        String plain = code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
