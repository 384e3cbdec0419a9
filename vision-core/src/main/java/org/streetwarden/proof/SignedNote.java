package org.streetwarden.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with signatures under it, as C2SP's signed-note describes it: the text, an empty line, and a line for each signature.
 *
 * @param text ends with a line feed; what is signed
 * @param signatures under it; none where nobody signed
 */
public record SignedNote(String text, List<Line> signatures) {

    /** A note of 16 signatures stays far below. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final Pattern LINE = Pattern.compile("\u2014 ([^\\s+]{1,200}) ([A-Za-z0-9+/=]{8,400})");

    /**
     * @param bytes the key's hash, four bytes, and the signature
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Line(String name, byte[] bytes) {}

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** @param key null: nobody signs */
    static SignedNote of(String text, NoteKey name, SigningKey key) {
        if (key == null) {
            return new SignedNote(text, List.of());
        }
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        byte[] line = Arrays.copyOf(name.hash(), 4 + signature.length);
        System.arraycopy(signature, 0, line, 4, signature.length);
        return new SignedNote(text, List.of(new Line(name.name(), line)));
    }

    /** @throws MalformedProof where it is not exactly what {@link #encode} makes of it */
    public static SignedNote decode(String note) throws MalformedProof {
        if (note.length() > MAX_BYTES) {
            throw new MalformedProof(
                    "note: expected at most %d characters, found %d".formatted(MAX_BYTES, note.length()));
        }
        int end = note.lastIndexOf("\n\n");
        if (end < 0) {
            throw new MalformedProof("note: expected an empty line between text and signatures, found none");
        }
        List<Line> lines = new ArrayList<>();
        for (String each : note.substring(end + 2).split("\n", 17)) {
            Matcher line = LINE.matcher(each);
            if (line.matches()) {
                lines.add(new Line(line.group(1), bytes(line.group(2))));
            } else if (!each.isEmpty()) {
                throw new MalformedProof("note: expected a line of a signature, found " + each);
            }
        }
        SignedNote read = new SignedNote(note.substring(0, end + 1), lines);
        if (!read.encode().equals(note)) {
            throw new MalformedProof("note: expected each line as it is written, found another form");
        }
        return read;
    }

    private static byte[] bytes(String base64) throws MalformedProof {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException unfit) {
            throw new MalformedProof("note: expected base64, found other characters", unfit);
        }
    }

    public String encode() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (Line line : signatures) {
            note.append("\u2014 ")
                    .append(line.name())
                    .append(' ')
                    .append(Base64.getEncoder().encodeToString(line.bytes()))
                    .append('\n');
        }
        return note.toString();
    }

    /** Whether this key signed the text; where it stands under it with a wrong signature, it did not. */
    public boolean signedBy(NoteKey key) {
        boolean signed = false;
        for (Line line : signatures) {
            if (line.name().equals(key.name()) && Arrays.equals(Arrays.copyOf(line.bytes(), 4), key.hash())) {
                byte[] signature = Arrays.copyOfRange(line.bytes(), 4, line.bytes().length);
                if (!key.verify(text.getBytes(StandardCharsets.UTF_8), signature)) {
                    return false;
                }
                signed = true;
            }
        }
        return signed;
    }
}
