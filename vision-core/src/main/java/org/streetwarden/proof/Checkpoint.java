package org.streetwarden.proof;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log was at one time, as C2SP's tlog-checkpoint writes it: three lines of a signed note.
 *
 * @param origin name of the log
 * @param size entries in it
 * @param root hash of the whole tree
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Checkpoint(String origin, long size, byte[] root) {

    private static final Pattern TEXT =
            Pattern.compile("([^\\n]{1,200})\\n(0|[1-9]\\d{0,17})\\n([A-Za-z0-9+/]{43}=)\\n");

    public String text() {
        return "%s\n%d\n%s\n".formatted(origin, size, Base64.getEncoder().encodeToString(root));
    }

    /**
     * The checkpoint as others keep it.
     *
     * @param key null: unsigned
     */
    public SignedNote signed(SigningKey key) {
        return SignedNote.of(text(), key == null ? null : NoteKey.of(origin, key), key);
    }

    /** @throws MalformedProof where the note's text is no checkpoint */
    public static Checkpoint of(SignedNote note) throws MalformedProof {
        Matcher parts = TEXT.matcher(note.text());
        if (!parts.matches()) {
            throw new MalformedProof("checkpoint: expected origin, size and root, a line each, found another form");
        }
        Checkpoint read = new Checkpoint(
                parts.group(1),
                Long.parseLong(parts.group(2)),
                Base64.getDecoder().decode(parts.group(3)));
        if (!read.text().equals(note.text())) {
            throw new MalformedProof("checkpoint: expected the root as base64 writes it, found another form");
        }
        return read;
    }

    /** Whether both say the same of the same log. */
    public boolean same(Checkpoint other) {
        return origin.equals(other.origin) && size == other.size && Arrays.equals(root, other.root);
    }
}
