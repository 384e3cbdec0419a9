package org.streetwarden.models.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/** Writes archives that claim what a test wants them to claim. Offsets into headers are those of PKWARE's APPNOTE. */
final class HostileArchive {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record File(ArchiveEntry entry, byte[] bytes, Consumer<ByteBuffer> local, Consumer<ByteBuffer> central) {}

    private final List<File> files = new ArrayList<>();
    private UnaryOperator<byte[]> whole = bytes -> bytes;
    private long end;

    HostileArchive add(String name, byte[] bytes) {
        return add(name, bytes, local -> {}, central -> {});
    }

    /** A file whose headers are changed after they have been written honestly. */
    HostileArchive add(String name, byte[] bytes, Consumer<ByteBuffer> local, Consumer<ByteBuffer> central) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ArchiveEntry entry = new ArchiveEntry(name, bytes.length, (int) crc.getValue(), end);
        files.add(new File(entry, bytes, local, central));
        end = entry.end();
        return this;
    }

    /** Adds the manifest and the model of a package folder. */
    HostileArchive addPackage(Path folder) throws IOException {
        return add("manifest.json", Files.readAllBytes(folder.resolve("manifest.json")))
                .add("model.onnx", Files.readAllBytes(folder.resolve("model.onnx")));
    }

    /** Changes the finished archive. */
    HostileArchive whole(UnaryOperator<byte[]> change) {
        whole = change;
        return this;
    }

    Path write(Path to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (File file : files) {
            ByteBuffer header = file.entry().localHeader();
            file.local().accept(header);
            out.writeBytes(bytes(header));
            out.writeBytes(file.bytes());
        }
        for (File file : files) {
            ByteBuffer header = file.entry().centralHeader();
            file.central().accept(header);
            out.writeBytes(bytes(header));
        }
        out.writeBytes(
                bytes(ArchiveEntry.endRecord(files.stream().map(File::entry).toList(), end)));
        return Files.write(to, whole.apply(out.toByteArray()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.limit()];
        buffer.get(0, bytes);
        return bytes;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
