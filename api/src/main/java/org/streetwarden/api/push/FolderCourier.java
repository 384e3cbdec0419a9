package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.adapters.Adapter;
import org.streetwarden.api.adapters.Stills;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.push.Attempt.Outcome;

/**
 * Lays events down as numbered files in a folder that something else carries over a one-way network, and takes the
 * acknowledgements that come back into {@code ack} in it. A file has its name only once it is whole.
 */
final class FolderCourier implements Courier {

    private static final Logger LOG = LoggerFactory.getLogger(FolderCourier.class);
    private static final int MOST_ACKS = 500;
    private static final int MOST_ACK_BYTES = 16 * 1024;
    private static final int MOST_NUMBER_CHARS = 64;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Adapter adapter;
    private final Stills stills;
    private final Drops drops;

    FolderCourier(Path folder, Adapter adapter, Stills stills, Drops drops) {
        this.folder = folder;
        this.adapter = adapter;
        this.stills = stills;
        this.drops = drops;
    }

    @Override
    public int room(Instant now) {
        return adapter.rate().requests();
    }

    @Override
    public Attempt deliver(Outbox.Claimed claimed, Instant now) {
        try {
            Optional<Parcel> parcel = Parcel.of(adapter, FormCourier.data(claimed), stills, true);
            if (parcel.isEmpty()) {
                return FormCourier.needless(adapter, claimed.op());
            }
            if (!parcel.get().problems().isEmpty()) {
                return FormCourier.unsent(String.join("; ", parcel.get().problems()));
            }
            return lay(claimed, parcel.get());
        } catch (IOException unwritten) {
            String why = "Not laid down: " + unwritten.getClass().getSimpleName() + ".";
            return new Attempt(Outcome.FAILED, 0, why, null, null, null, true);
        }
    }

    private Attempt lay(Outbox.Claimed claimed, Parcel parcel) throws IOException {
        long sequence = drops.number(claimed.id());
        String name = "%012d-%s-%s.zip".formatted(sequence, claimed.caseNo(), claimed.op());
        byte[] whole = archive(sequence, claimed, parcel);
        drops.written(sequence, sha256(whole));
        Path part = folder.resolve(name + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(whole);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        String notes = parcel.notes().isEmpty() ? "" : " (" + String.join("; ", parcel.notes()) + ")";
        return new Attempt(
                Outcome.DELIVERED,
                0,
                "Laid down as %s; that it was picked up comes back as a file%s.".formatted(name, notes),
                null,
                null,
                null,
                false);
    }

    /** The manifest first; the same bytes on every try. */
    private static byte[] archive(long sequence, Outbox.Claimed claimed, Parcel parcel) throws IOException {
        List<Parcel.Enclosed> files = new ArrayList<>();
        files.add(new Parcel.Enclosed(
                "case.json", "application/json", parcel.fields().toString().getBytes(UTF_8)));
        files.addAll(parcel.files());
        ObjectNode manifest = JsonNodeFactory.instance
                .objectNode()
                .put("sequence", sequence)
                .put("caseNo", claimed.caseNo())
                .put("op", claimed.op())
                .put("eventId", claimed.eventId());
        ArrayNode listed = manifest.putArray("files");
        files.forEach(each -> listed.addObject()
                .put("name", each.name())
                .put("bytes", each.content().length)
                .put("sha256", sha256(each.content())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "manifest.json", manifest.toString().getBytes(UTF_8));
            for (Parcel.Enclosed each : files) {
                entry(zip, each.name(), each.content());
            }
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Every acknowledgement ends in {@code taken} or {@code refused}, so that none is read twice. */
    @Override
    public void collect() {
        Path back = folder.resolve("ack");
        try {
            Files.createDirectories(back.resolve("taken"));
            Files.createDirectories(back.resolve("refused"));
            List<Path> found;
            try (var paths = Files.list(back)) {
                found = paths.filter(path -> path.toString().endsWith(".json") && Files.isRegularFile(path))
                        .sorted()
                        .limit(MOST_ACKS)
                        .toList();
            }
            for (Path each : found) {
                boolean taken = take(each);
                Files.move(
                        each,
                        back.resolve(taken ? "taken" : "refused").resolve(each.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException unreadable) {
            LOG.warn("acknowledgements in {} cannot be read: {}", back, unreadable.toString());
        }
    }

    private boolean take(Path file) throws IOException {
        JsonNode ack = Files.size(file) > MOST_ACK_BYTES ? JSON.missingNode() : parsed(file);
        String sha256 = ack.path("sha256").asText();
        String number = ack.path("platformCaseNo").asText().strip();
        String word = ack.path("status").asText().strip();
        boolean sound = ack.path("sequence").canConvertToLong()
                && sha256.matches("[0-9a-f]{64}")
                && number.length() <= MOST_NUMBER_CHARS
                && number.codePoints().noneMatch(Character::isISOControl);
        CaseStatus said = adapter.states().of(word).orElse(null);
        Attempt attempt = new Attempt(
                said == CaseStatus.REFUSED ? Outcome.REFUSED : Outcome.DELIVERED,
                0,
                "It was picked up.",
                number.isEmpty() ? null : number,
                said,
                null,
                false);
        return sound && drops.acknowledge(ack.path("sequence").asLong(), sha256, attempt);
    }

    private static JsonNode parsed(Path file) throws IOException {
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            return node == null ? JSON.missingNode() : node;
        } catch (com.fasterxml.jackson.core.JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {}
}
