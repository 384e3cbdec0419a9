package org.streetwarden.proof;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a time-stamp authority signed: that a digest was shown to it at a time, by its clock (RFC 3161, section 2.4.2, with RFC
 * 5816). Immutable.
 */
public final class TimeStampToken {

    /** A token with a chain of eight certificates stays below. */
    public static final int MAX_BYTES = 64 * 1024;

    static final String SHA_256 = "2.16.840.1.101.3.4.2.1";

    private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
    private static final int MILLIS_TAG = 0x80;
    private static final int MICROS_TAG = 0x81;
    private static final int MOST_SECONDS = 1_000_000;
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuuMMddHHmmss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter(Locale.ROOT);

    private final byte[] encoded;
    private final CmsSignature signature;
    private final String policy;
    private final byte[] sha256;
    private final BigInteger serial;
    private final Instant at;
    private final Duration accuracy;
    private final BigInteger nonce;

    private TimeStampToken(byte[] encoded, CmsSignature signature) throws MalformedProof {
        this.encoded = encoded.clone();
        this.signature = signature;
        Der.Values values = Der.of(signature.content()).sequence();
        if (!values.next().integer().equals(BigInteger.ONE)) {
            throw Der.malformed("version 1 of a time-stamp");
        }
        policy = values.next().oid();
        sha256 = imprint(values.next());
        serial = values.next().integer();
        at = time(values.next(Der.TIME).content());
        accuracy = accuracy(values.optional(Der.SEQUENCE));
        values.optional(Der.BOOLEAN);
        Der number = values.optional(Der.INTEGER);
        nonce = number == null ? null : number.integer();
        values.optional(Der.CONTEXT_0);
        extensions(values.optional(Der.CONTEXT_1));
        values.end();
    }

    /** Those that need not be understood are read past. */
    private static void extensions(Der all) throws MalformedProof {
        for (Der each : all == null ? List.<Der>of() : all.children()) {
            Der.Values extension = each.sequence();
            String id = extension.next().oid();
            if (extension.optional(Der.BOOLEAN) != null) {
                throw Der.malformed("no critical extension as " + id);
            }
        }
    }

    /**
     * Reads a token from outside; says nothing yet of whether it holds.
     *
     * @throws MalformedProof where it is none, or one of another digest than SHA-256
     */
    public static TimeStampToken decode(byte[] file) throws MalformedProof {
        if (file.length > MAX_BYTES) {
            throw new MalformedProof(
                    "time-stamp: expected at most %d bytes, found %d".formatted(MAX_BYTES, file.length));
        }
        try {
            return new TimeStampToken(file, CmsSignature.decode(file, TST_INFO));
        } catch (MalformedProof malformed) {
            throw new MalformedProof("time-stamp: " + malformed.getMessage(), malformed);
        }
    }

    private static byte[] imprint(Der value) throws MalformedProof {
        Der.Values imprint = value.sequence();
        Der.Values algorithm = imprint.next().sequence();
        byte[] digest = imprint.next().octets();
        imprint.end();
        if (!algorithm.next().oid().equals(SHA_256) || digest.length != MerkleTree.HASH_BYTES) {
            throw Der.malformed("a digest by SHA-256");
        }
        return digest;
    }

    private static Instant time(byte[] text) throws MalformedProof {
        try {
            String written = new String(text, StandardCharsets.US_ASCII);
            return LocalDateTime.parse(written, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException unreadable) {
            throw new MalformedProof("DER: expected a time in UTC, found something else", unreadable);
        }
    }

    private static Duration accuracy(Der value) throws MalformedProof {
        if (value == null) {
            return null;
        }
        Duration accuracy = Duration.ZERO;
        for (Der part : value.children()) {
            long number = new BigInteger(1, part.content())
                    .min(BigInteger.valueOf(MOST_SECONDS))
                    .longValue();
            accuracy = switch (part.tag()) {
                case Der.INTEGER -> accuracy.plusSeconds(number);
                case MILLIS_TAG -> accuracy.plusMillis(number);
                case MICROS_TAG -> accuracy.plusNanos(number * 1000);
                default -> throw Der.malformed("seconds, milliseconds and microseconds");
            };
        }
        return accuracy;
    }

    public byte[] encode() {
        return encoded.clone();
    }

    /** Object identifier of the rules that the authority stamped by, dotted. */
    public String policy() {
        return policy;
    }

    /** Of the token, given by its authority. */
    public BigInteger serial() {
        return serial;
    }

    /** By the authority's clock. */
    public Instant at() {
        return at;
    }

    /** How far its clock may be off either way; zero where it does not say. */
    public Duration accuracy() {
        return accuracy == null ? Duration.ZERO : accuracy;
    }

    /** Whether it was asked for with this number. */
    boolean answers(BigInteger asked) {
        return asked.equals(nonce);
    }

    /** Whether it is of what has this digest. */
    public boolean covers(byte[] digest) {
        return Arrays.equals(sha256, digest);
    }

    /** That came with it. */
    List<X509Certificate> certificates() {
        return signature.certificates();
    }

    /**
     * The signer's certificate, after checking what it signed; says nothing of who that is. It must be in the token, for which
     * requests ask.
     */
    X509Certificate signer() throws MalformedProof {
        try {
            return signature.signer();
        } catch (MalformedProof unsound) {
            throw new MalformedProof("time-stamp: " + unsound.getMessage(), unsound);
        }
    }
}
