package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which group of cameras a picture comes from: lines of {@code picture,group}, the picture with or without its ending. */
final class PictureGroups {

    private static final long MAX_BYTES = 16 << 20;

    private final Map<String, String> groups;

    private PictureGroups(Map<String, String> groups) {
        this.groups = groups;
    }

    /** @param file null for none: every picture is of its set's group */
    static PictureGroups read(Path file) throws IOException {
        Map<String, String> groups = new HashMap<>();
        if (file == null) {
            return new PictureGroups(groups);
        }
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
            throw new IOException(file + ": expected a text of at most " + MAX_BYTES + " bytes, found none");
        }
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            int comma = line.indexOf(',');
            if (line.isEmpty()) {
                continue;
            }
            if (comma < 1 || comma == line.length() - 1) {
                throw new IOException(file + ":" + (i + 1) + ": expected picture,group, found " + line);
            }
            groups.put(line.substring(0, comma).strip(), line.substring(comma + 1).strip());
        }
        return new PictureGroups(groups);
    }

    String of(LabelledPicture picture, String otherwise) {
        String byFile = groups.get(picture.file().getFileName().toString());
        return byFile != null ? byFile : groups.getOrDefault(picture.name(), otherwise);
    }
}
