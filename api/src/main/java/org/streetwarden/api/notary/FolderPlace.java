package org.streetwarden.api.notary;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Locale;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.proof.Stamps.Kept;

/** A folder that is carried elsewhere: a file for each checkpoint, named by the log's size, whole as soon as it has its name. */
final class FolderPlace implements Place {

    private final Path folder;

    FolderPlace(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "folder";
    }

    @Override
    public long last(Handle handle) {
        return Publications.last(handle, name());
    }

    @Override
    public Given give(Kept checkpoint, Instant now) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "%012d.checkpoint", checkpoint.size()));
        if (!Files.exists(file)) {
            Path draft = file.resolveSibling(file.getFileName() + ".part");
            Files.write(draft, checkpoint.note().encode().getBytes(UTF_8));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return handle -> Publications.add(handle, checkpoint.size(), name(), now);
    }
}
