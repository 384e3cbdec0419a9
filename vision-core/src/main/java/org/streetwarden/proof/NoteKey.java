package org.streetwarden.proof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The public key that a log signs its checkpoints with, as C2SP's signed-note writes it: {@code
 * name+hash+base64(type, key)}. Ed25519 only, which is what that format and its witnesses know. Immutable.
 *
 * @param name of the log; no blank, no plus sign
 * @param rawKey 32 bytes (RFC 8032)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NoteKey(String name, byte[] rawKey) {

    private static final byte ED25519 = 1;
    private static final Pattern TEXT = Pattern.compile("([^\\s+]{1,200})\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]{1,100})");
    private static final byte[] SPKI_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /**
     * The public half of a log's key.
     *
     * @throws IllegalArgumentException where the key is no Ed25519 key or the name does not fit
     */
    public static NoteKey of(String name, SigningKey key) {
        byte[] encoded = key.publicKey();
        if (key.algorithm() != KeyAlgorithm.ED25519 || encoded.length != SPKI_HEAD.length + 32) {
            throw new IllegalArgumentException(
                    "log key: expected Ed25519, found " + key.algorithm().id());
        }
        if (!name.matches("[^\\s+]{1,200}")) {
            throw new IllegalArgumentException("log name: expected no blank and no '+', found " + name);
        }
        return new NoteKey(name, Arrays.copyOfRange(encoded, SPKI_HEAD.length, encoded.length));
    }

    /** @throws MalformedProof where it is no such text, or its hash is not its key's */
    public static NoteKey parse(String text) throws MalformedProof {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw new MalformedProof("log key: expected name+hash+key, found another form");
        }
        byte[] typed;
        try {
            typed = Base64.getDecoder().decode(parts.group(3));
        } catch (IllegalArgumentException unfit) {
            throw new MalformedProof("log key: expected base64, found other characters", unfit);
        }
        if (typed.length != 33 || typed[0] != ED25519) {
            throw new MalformedProof("log key: expected an Ed25519 key, found another");
        }
        NoteKey key = new NoteKey(parts.group(1), Arrays.copyOfRange(typed, 1, 33));
        if (!HexFormat.of().formatHex(key.hash()).equals(parts.group(2))) {
            throw new MalformedProof("log key: expected the hash of this name and key, found another");
        }
        return key;
    }

    /** As others keep it. */
    public String text() {
        return name + "+" + HexFormat.of().formatHex(hash()) + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    private byte[] typed() {
        byte[] typed = new byte[33];
        typed[0] = ED25519;
        System.arraycopy(rawKey, 0, typed, 1, 32);
        return typed;
    }

    /** The four bytes that stand before each signature. */
    byte[] hash() {
        byte[] head = (name + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + 33);
        System.arraycopy(typed(), 0, all, head.length, 33);
        return Arrays.copyOf(HashAlgorithm.SHA_256.digest().digest(all), 4);
    }

    boolean verify(byte[] message, byte[] signature) {
        byte[] spki = Arrays.copyOf(SPKI_HEAD, SPKI_HEAD.length + 32);
        System.arraycopy(rawKey, 0, spki, SPKI_HEAD.length, 32);
        return KeyAlgorithm.ED25519.verify(spki, message, signature);
    }
}
