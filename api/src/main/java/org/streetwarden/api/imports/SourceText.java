package org.streetwarden.api.imports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.streetwarden.api.models.Refusal;

/** A file's text in the first encoding that the whole of it obeys: UTF-8, with or without its mark, then GB18030. */
final class SourceText {

    private static final List<Charset> CHARSETS = List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"));
    private static final int BUFFER_CHARS = 16 * 1024;

    private SourceText() {}

    /**
     * Opens it; the caller closes it.
     *
     * @throws Refusal where it obeys none
     */
    public static Reader open(Path file) throws IOException {
        refuseOtherMarks(file);
        for (Charset charset : CHARSETS) {
            if (obeys(file, charset)) {
                return reader(file, charset);
            }
        }
        throw Refusal.unusable("encoding: expected UTF-8 or GB18030 throughout, found neither");
    }

    private static boolean obeys(Path file, Charset charset) throws IOException {
        char[] buffer = new char[BUFFER_CHARS];
        try (Reader reader = reader(file, charset)) {
            int read = 0;
            while (read >= 0) {
                read = reader.read(buffer);
            }
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    private static Reader reader(Path file, Charset charset) throws IOException {
        PushbackInputStream in = new PushbackInputStream(new BufferedInputStream(Files.newInputStream(file)), 3);
        byte[] start = in.readNBytes(3);
        boolean marked =
                start.length == 3 && start[0] == (byte) 0xEF && start[1] == (byte) 0xBB && start[2] == (byte) 0xBF;
        if (!marked) {
            in.unread(start);
        }
        return new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static void refuseOtherMarks(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(2);
            int mark = start.length < 2 ? 0 : ((start[0] & 0xFF) << 8) | (start[1] & 0xFF);
            if (mark == 0xFEFF || mark == 0xFFFE) {
                throw Refusal.unusable("encoding: expected UTF-8 or GB18030, found UTF-16; save it as CSV UTF-8");
            }
        }
    }
}
