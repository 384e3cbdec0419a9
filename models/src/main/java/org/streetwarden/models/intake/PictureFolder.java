package org.streetwarden.models.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.streetwarden.models.pixels.PictureFrame;

/** JPEG and PNG files of a folder, in the order of their names. */
public final class PictureFolder implements FrameSupply {

    @Override
    public boolean reads(Path source) {
        return Files.isDirectory(source);
    }

    @Override
    public void show(Path source, int most, Viewer viewer) throws IOException, StoppedLooking {
        List<Path> pictures;
        try (Stream<Path> files = Files.list(source)) {
            pictures = files.filter(PictureFolder::isPicture).sorted().toList();
        }
        if (pictures.isEmpty()) {
            throw new IOException(source + ": expected JPEG or PNG pictures, found none");
        }
        int shown = Math.min(most, pictures.size());
        for (int i = 0; i < shown; i++) {
            try (PictureFrame frame = PictureFrame.read(pictures.get((int) ((long) i * pictures.size() / shown)))) {
                viewer.look(frame);
            }
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && name.matches(".+\\.(jpe?g|png)");
    }
}
