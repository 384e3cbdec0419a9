package org.streetwarden.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proof that an entry stands in a log, complete for a verifier without a network: {@code c2sp.org/tlog-proof@v1}, with the
 * entry itself as its extra data.
 *
 * @param entry the log's own bytes
 * @param index of the entry, from 0
 * @param hashes from the entry's sibling up
 * @param note the checkpoint that the hashes lead to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record LogProof(byte[] entry, long index, List<byte[]> hashes, SignedNote note) {

    public static final int MAX_BYTES = 64 * 1024;

    private static final String HEAD = "c2sp.org/tlog-proof@v1\n";
    private static final Pattern TEXT = Pattern.compile(
            HEAD + "extra ([A-Za-z0-9+/=]+)\\nindex (0|[1-9]\\d{0,17})\\n((?:[A-Za-z0-9+/]{43}=\\n){0,63})\\n(.+)",
            Pattern.DOTALL);

    public LogProof {
        hashes = List.copyOf(hashes);
    }

    public byte[] encode() {
        Base64.Encoder base64 = Base64.getEncoder();
        StringBuilder text = new StringBuilder(HEAD)
                .append("extra ")
                .append(base64.encodeToString(entry))
                .append("\nindex ")
                .append(index)
                .append('\n');
        hashes.forEach(hash -> text.append(base64.encodeToString(hash)).append('\n'));
        return text.append('\n').append(note.encode()).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws MalformedProof where it is not exactly what {@link #encode} makes of it */
    public static LogProof decode(byte[] file) throws MalformedProof {
        if (file.length > MAX_BYTES) {
            throw new MalformedProof(
                    "log proof: expected at most %d bytes, found %d".formatted(MAX_BYTES, file.length));
        }
        Matcher parts = TEXT.matcher(text(file));
        if (!parts.matches()) {
            throw new MalformedProof("log proof: expected c2sp.org/tlog-proof@v1 with its entry, found another form");
        }
        try {
            List<byte[]> hashes = new ArrayList<>();
            for (String line : parts.group(3).lines().toList()) {
                hashes.add(Base64.getDecoder().decode(line));
            }
            LogProof read = new LogProof(
                    Base64.getDecoder().decode(parts.group(1)),
                    Long.parseLong(parts.group(2)),
                    hashes,
                    SignedNote.decode(parts.group(4)));
            if (!Arrays.equals(read.encode(), file)) {
                throw new MalformedProof("log proof: expected each line as it is written, found another form");
            }
            return read;
        } catch (IllegalArgumentException unfit) {
            throw new MalformedProof("log proof: expected base64, found other characters", unfit);
        }
    }

    private static String text(byte[] file) throws MalformedProof {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new MalformedProof("log proof: expected UTF-8, found other bytes", malformed);
        }
    }

    /** Whether the entry stands at its index of the tree that the checkpoint names. Says nothing of who signed that. */
    public boolean holds() throws MalformedProof {
        Checkpoint checkpoint = Checkpoint.of(note);
        return MerkleTree.includes(checkpoint.root(), checkpoint.size(), index, MerkleTree.leafHash(entry), hashes);
    }
}
