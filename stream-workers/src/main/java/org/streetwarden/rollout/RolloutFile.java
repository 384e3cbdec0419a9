package org.streetwarden.rollout;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.RolloutCodec;
import org.streetwarden.filing.Disk;

/** The last rollout on this worker's disk, so that a restart goes on with it also where Redis is away. */
final class RolloutFile {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutFile.class);
    private static final long MOST_BYTES = 1 << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    RolloutFile(Path file) {
        this.file = file;
    }

    /** @return empty where there is none that can be read; a damaged one is said and not used */
    Optional<Rollout> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new IOException("expected at most %d bytes, found %d".formatted(MOST_BYTES, Files.size(file)));
            }
            Map<String, String> fields =
                    JSON.readValue(Files.readAllBytes(file), new TypeReference<Map<String, String>>() {});
            return Optional.of(RolloutCodec.decode(fields));
        } catch (IOException | MalformedRecord damaged) {
            LOG.warn("{}: expected the last rollout, found another: {}", file, damaged.getMessage());
            return Optional.empty();
        }
    }

    void write(Rollout rollout) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Disk.replace(file, JSON.writeValueAsBytes(RolloutCodec.encode(rollout)));
    }
}
