package org.streetwarden.flights;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A survey's memory made small for Redis: gzip in base64. */
final class MemoryText {

    private static final int MOST_CHARS = 8 << 20;
    private static final int MOST_PLAIN_BYTES = 64 << 20;

    private MemoryText() {}

    /** Empty where it is too large to be kept. */
    static Optional<String> of(String plain) {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(small)) {
            out.write(plain.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory always succeeds", impossible);
        }
        String text = Base64.getEncoder().encodeToString(small.toByteArray());
        return text.length() > MOST_CHARS ? Optional.empty() : Optional.of(text);
    }

    /** Empty where it is none. */
    static Optional<String> read(String text) {
        try (InputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            byte[] plain = in.readNBytes(MOST_PLAIN_BYTES);
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }
}
