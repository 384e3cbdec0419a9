package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.streetwarden.api.cases.Database;

/**
 * Links that show one case's masked picture to whoever has them, until they end. Signed by a key of this installation that
 * stands in its database, so that every api takes what another gave out. Thread-safe; blocks on the database.
 */
public final class PictureLinks {

    /** Long enough for every try of the retry schedule. */
    static final Duration USUAL_LIFE = Duration.ofDays(7);

    private static final String PATH = "/api/v1/pictures/";
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Database database;
    private final String before;
    private final Duration life;
    private final Clock clock;

    /** @param before the api's address as platforms reach it; without one, no links are made */
    PictureLinks(Database database, String before, Duration life, Clock clock) {
        this.database = database;
        this.before = before;
        this.life = life;
        this.clock = clock;
    }

    /** A link and its end. */
    record Link(String href, Instant until) {}

    /** What a link is worth. */
    public enum Worth {
        SOUND,
        ENDED,
        FORGED
    }

    /** @return empty where nobody knows how this api is reached */
    Optional<Link> to(String caseNo) {
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Instant until = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
        String query = "?until=%d&mac=%s".formatted(until.getEpochSecond(), mac(caseNo, until.getEpochSecond()));
        return Optional.of(new Link(before + PATH + caseNo + query, until));
    }

    /** @param until seconds since 1970 */
    public Worth worth(String caseNo, long until, String mac) {
        if (!MessageDigest.isEqual(mac(caseNo, until).getBytes(US_ASCII), mac.getBytes(US_ASCII))) {
            return Worth.FORGED;
        }
        return clock.instant().isAfter(Instant.ofEpochSecond(until)) ? Worth.ENDED : Worth.SOUND;
    }

    private String mac(String caseNo, long until) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key(), HMAC));
            byte[] signed = mac.doFinal(("picture\n" + caseNo + "\n" + until).getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Read each time, so that deleting it counts at once. */
    private byte[] key() {
        return stored().orElseGet(() -> {
            byte[] made = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(made);
            database.write(handle -> handle.createUpdate(
                            "INSERT INTO link_keys (key, made_at) VALUES (:key, :now) ON CONFLICT DO NOTHING")
                    .bind("key", made)
                    .bind("now", clock.instant().truncatedTo(ChronoUnit.MICROS))
                    .execute());
            return stored().orElseThrow();
        });
    }

    private Optional<byte[]> stored() {
        return database.read(handle -> handle.createQuery("SELECT key FROM link_keys")
                .mapTo(byte[].class)
                .findOne());
    }
}
