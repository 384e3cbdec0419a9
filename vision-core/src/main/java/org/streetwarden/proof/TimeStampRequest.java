package org.streetwarden.proof;

import java.math.BigInteger;
import java.util.Objects;

/**
 * A question to a time-stamp authority (RFC 3161, section 2.4.1): a SHA-256 digest, a number that only its answer can repeat, and
 * that the authority's certificate is to come along.
 *
 * @param sha256 of what is to be stamped, 32 bytes
 * @param policy object identifier of the rules to stamp by, dotted; null: the authority's usual ones
 * @param nonce not negative, never used before
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TimeStampRequest(byte[] sha256, String policy, BigInteger nonce) {

    /** Of the request's body. */
    public static final String MEDIA_TYPE = "application/timestamp-query";

    private static final int MOST_STATUS = 1;

    public TimeStampRequest {
        Objects.requireNonNull(nonce);
        if (sha256.length != MerkleTree.HASH_BYTES) {
            throw new IllegalArgumentException("expected a digest of 32 bytes, found " + sha256.length);
        }
    }

    public byte[] encode() {
        byte[] algorithm = DerText.value(Der.SEQUENCE, DerText.oid(TimeStampToken.SHA_256), DerText.value(Der.NULL));
        return DerText.value(
                Der.SEQUENCE,
                DerText.integer(BigInteger.ONE),
                DerText.value(Der.SEQUENCE, algorithm, DerText.value(Der.OCTETS, sha256)),
                policy == null ? new byte[0] : DerText.oid(policy),
                DerText.integer(nonce),
                DerText.value(Der.BOOLEAN, new byte[] {-1}));
    }

    /**
     * The token out of an answer to this question.
     *
     * @param response as it came
     * @throws MalformedProof where the authority refused, or answers another question; whether the token's signature holds is
     *     still to be seen
     */
    public TimeStampToken answered(byte[] response) throws MalformedProof {
        Der.Values values = Der.of(response).sequence();
        BigInteger status = values.next().sequence().next().integer();
        if (status.signum() < 0 || status.compareTo(BigInteger.valueOf(MOST_STATUS)) > 0) {
            throw new MalformedProof("time-stamp: the authority refused, with status " + status);
        }
        TimeStampToken token = TimeStampToken.decode(values.next(Der.SEQUENCE).encoded());
        values.end();
        if (!token.covers(sha256)) {
            throw new MalformedProof("time-stamp: expected one of our digest, found one of another");
        }
        if (!token.answers(nonce)) {
            throw new MalformedProof("time-stamp: expected our nonce in it, found another or none");
        }
        if (policy != null && !policy.equals(token.policy())) {
            throw new MalformedProof("time-stamp: expected policy %s, found %s".formatted(policy, token.policy()));
        }
        return token;
    }
}
