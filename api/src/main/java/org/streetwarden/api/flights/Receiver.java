package org.streetwarden.api.flights;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.streetwarden.api.models.Digests;

/**
 * The bytes of one request on their way into parts: two buffers, of which one is read into while the other is being sent. Used
 * by one thread, which waits for the socket and for the store. Without a checksum every part counts once the store has it,
 * and at a cut what is under a part is kept as the tail; with one nothing counts before all of it fits.
 */
final class Receiver {

    private final UploadDesk desk;
    private final PartStore store;
    private final byte[] checksum;
    private final MessageDigest ofRequest = Digests.sha256();
    private final SHA256Digest ofFile;
    private final List<String> unnoted = new ArrayList<>();
    private Upload kept;
    private String multipartId;
    private byte[] filling = new byte[UploadBounds.PART_BYTES];
    private byte[] spare;
    private int filled;
    private int part;
    private long received;
    private Sent sent;
    private boolean lost;

    /** A part that the store is being given. */
    private record Sent(CompletableFuture<String> etag, long received, SHA256Digest digest) {}

    /** @param checksum SHA-256 of the request's body; null where it brings none */
    Receiver(UploadDesk desk, PartStore store, Upload upload, byte[] checksum) throws IOException {
        this.desk = desk;
        this.store = store;
        this.checksum = checksum;
        kept = upload;
        multipartId = upload.multipartId();
        received = upload.received();
        filled = upload.tailBytes();
        part = (int) ((received - filled) / UploadBounds.PART_BYTES) + 1;
        ofFile = upload.digestState() == null ? new SHA256Digest() : new SHA256Digest(upload.digestState());
        if (filled > 0) {
            store.read(upload.tailKey(), filling, filled);
        }
    }

    /**
     * Takes the whole body.
     *
     * @return the upload as it is kept now
     * @throws IOException where the body or the store broke off; what {@link Upload#received} says then is kept
     */
    Upload receive(InputStream body) throws IOException {
        try {
            fill(body);
        } catch (IOException cut) {
            if (checksum == null) {
                keepTail();
            }
            throw cut;
        }
        if (checksum != null && !Arrays.equals(checksum, ofRequest.digest())) {
            throw new UploadRefused(460, "Upload-Checksum: the bytes changed on their way; send them again");
        }
        return received == kept.bytes() ? finish() : keepTail();
    }

    private void fill(InputStream body) throws IOException {
        while (received < kept.bytes()) {
            int most = (int) Math.min(filling.length - filled, kept.bytes() - received);
            int read = body.read(filling, filled, most);
            if (read < 0) {
                return;
            }
            ofFile.update(filling, filled, read);
            if (checksum != null) {
                ofRequest.update(filling, filled, read);
            }
            filled += read;
            received += read;
            if (filled == filling.length && !kept.small()) {
                send();
            }
        }
        if (body.read() >= 0) {
            throw new UploadRefused(413, "The body is longer than what is left of the file.");
        }
    }

    private void send() throws IOException {
        if (multipartId == null) {
            multipartId = desk.begin(kept);
        }
        settle();
        sent = new Sent(
                store.putPart(kept.key(), multipartId, part++, filling, filled), received, new SHA256Digest(ofFile));
        byte[] next = spare == null ? new byte[UploadBounds.PART_BYTES] : spare;
        spare = filling;
        filling = next;
        filled = 0;
    }

    /** Waits for the part that is under way, and counts it unless a checksum is still to come. */
    private void settle() throws IOException {
        if (sent == null) {
            return;
        }
        Sent done = sent;
        sent = null;
        lost = true;
        unnoted.add(PartStore.await(done.etag()));
        lost = false;
        if (checksum == null) {
            note(done.received(), 0, done.digest().getEncodedState());
        }
    }

    private void note(long upTo, int tailBytes, byte[] digestState) {
        Upload before = kept;
        Upload after = new Upload(
                before.uploadId(),
                before.flightId(),
                before.number(),
                before.pilot(),
                before.name(),
                before.key(),
                before.bytes(),
                upTo,
                tailBytes,
                multipartId,
                digestState,
                before.announcedSha256(),
                before.stored(),
                before.expiresAt());
        kept = desk.advance(before, after, List.copyOf(unnoted));
        unnoted.clear();
    }

    private Upload keepTail() throws IOException {
        settle();
        if (received > kept.received() && !lost) {
            if (filled > 0) {
                store.put(kept.tailKey(), filling, filled);
            }
            note(received, filled, ofFile.getEncodedState());
        }
        return kept;
    }

    private Upload finish() throws IOException {
        byte[] state = ofFile.getEncodedState();
        byte[] digest = new byte[ofFile.getDigestSize()];
        ofFile.doFinal(digest, 0);
        String sha256 = HexFormat.of().formatHex(digest);
        if (kept.announcedSha256() != null && !kept.announcedSha256().equals(sha256)) {
            settle();
            desk.restart(kept);
            throw new UploadRefused(
                    460,
                    "The file changed on its way, or since it was announced: expected SHA-256 %s, found %s; it begins anew"
                            .formatted(kept.announcedSha256(), sha256));
        }
        if (kept.small()) {
            store.put(kept.key(), filling, filled);
        } else if (filled > 0) {
            send();
        }
        settle();
        note(received, 0, state);
        return desk.finish(kept);
    }

    /** As {@code Upload-Checksum} writes it. */
    static byte[] checksum(String header) {
        if (header == null) {
            return null;
        }
        String[] words = header.split(" ", -1);
        if (words.length != 2 || !words[0].equals("sha256") || !words[1].matches("[A-Za-z0-9+/]{43}=")) {
            throw new UploadRefused(
                    400, "Upload-Checksum: expected sha256 and 32 bytes in base64, found something else");
        }
        return Base64.getDecoder().decode(words[1]);
    }
}
