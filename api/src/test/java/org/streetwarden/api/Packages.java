package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Archives of model packages, byte by byte as tests need them, sound or not. */
final class Packages {

    private static final int FIRST_DAY = 1 << 21 | 1 << 16;

    private Packages() {}

    /** One file of an archive and what its headers say; each field may be a lie. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record File(String name, byte[] content, int method, int flags, int attributes, int size) {
        File(String name, byte[] content) {
            this(name, content, 0, 0, 0, content.length);
        }

        File withMethod(int other) {
            return new File(name, content, other, flags, attributes, size);
        }

        File withAttributes(int other) {
            return new File(name, content, method, flags, other, size);
        }

        File withSize(int other) {
            return new File(name, content, method, flags, attributes, other);
        }
    }

    /** A sound package with a made-up model. */
    static byte[] sound(String name, String version) {
        return sound(name, version, Map.of());
    }

    /** @param fields more or other lines of its manifest, as JSON */
    static byte[] sound(String name, String version, Map<String, String> fields) {
        byte[] model = ("model of " + name + " " + version).getBytes(UTF_8);
        return archive(files(manifest(name, version, model, fields), model));
    }

    static List<File> files(String manifest, byte[] model) {
        return List.of(new File("manifest.json", manifest.getBytes(UTF_8)), new File("model.onnx", model));
    }

    static String manifest(String name, String version, byte[] model, Map<String, String> more) {
        Map<String, String> fields = new TreeMap<>(Map.of(
                "schema", "1",
                "name", '"' + name + '"',
                "version", '"' + version + '"',
                "file", "\"model.onnx\"",
                "sha256", '"' + Records.sha256(model) + '"',
                "classes",
                        "[{\"name\":\"stall\",\"threshold\":0.5,\"experimental\":true},"
                                + "{\"name\":\"car\",\"label\":\"vehicle\",\"threshold\":0.4}]"));
        fields.putAll(more);
        List<String> lines = new ArrayList<>();
        fields.forEach((field, value) -> lines.add('"' + field + "\":" + value));
        return "{" + String.join(",", lines) + "}";
    }

    @SuppressWarnings("ByteBufferBackingArray") // they are all whole arrays
    static byte[] archive(List<File> files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (File file : files) {
            byte[] name = file.name.getBytes(UTF_8);
            int offset = out.size();
            out.writeBytes(
                    header(30 + name.length, 0x04034b50, file, 0).put(name).array());
            out.writeBytes(file.content);
            ByteBuffer central = header(46 + name.length, 0x02014b50, file, 2);
            central.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(file.attributes);
            directory.writeBytes(central.putInt(offset).put(name).array());
        }
        int directoryAt = out.size();
        out.writeBytes(directory.toByteArray());
        ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(0x06054b50).putInt(0).putShort((short) files.size()).putShort((short) files.size());
        out.writeBytes(end.putInt(directory.size()).putInt(directoryAt).array());
        return out.toByteArray();
    }

    private static ByteBuffer header(int bytes, int signature, File file, int versionBytes) {
        CRC32 crc = new CRC32();
        crc.update(file.content);
        ByteBuffer header =
                ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(signature);
        if (versionBytes > 0) {
            header.putShort((short) 10);
        }
        header.putShort((short) 10).putShort((short) file.flags).putShort((short) file.method);
        header.putInt(FIRST_DAY).putInt((int) crc.getValue()).putInt(file.size).putInt(file.size);
        return header.putShort((short) file.name.getBytes(UTF_8).length).putShort((short) 0);
    }

    /** A gate report as {@code streetwarden model gate} writes it. */
    static byte[] gate(String candidate, String baseline, boolean passed) {
        String against =
                baseline == null ? "null" : "{\"name\":\"b\",\"version\":\"1\",\"sha256\":\"" + baseline + "\"}";
        return """
                {"schema":1,"candidate":{"name":"c","version":"1","sha256":"%s"},"baseline":%s,
                 "golden":{"name":"streets","sha256":"%s"},"at":"2026-11-21T04:00:00Z","passed":%s,
                 "checks":[{"name":"recall bin","unit":"share","baseline":0.8,"candidate":0.7,"limit":0.79,"passed":%s,
                   "why":"Recall of bin fell from 0.80 to 0.70."}]}""".formatted(candidate, against, "ab".repeat(32), passed, passed)
                .getBytes(UTF_8);
    }
}
