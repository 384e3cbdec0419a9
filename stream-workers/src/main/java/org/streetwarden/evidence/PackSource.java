package org.streetwarden.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Where the files of a pack lie: a folder, or a ZIP file. Used by one thread. */
interface PackSource extends Closeable {

    /** More files than any pack with its strangers. */
    int MOST_NAMES = 200;

    /** Names of what lies there, at most {@link #MOST_NAMES}; a name twice where it lies there twice. */
    List<String> names() throws IOException;

    /**
     * Opens a file; closing it is the caller's.
     *
     * @throws IOException where there is no such file
     */
    InputStream open(String name) throws IOException;

    /**
     * Reads a small file whole.
     *
     * @throws IOException where it is missing or longer
     */
    default byte[] read(String name, int maxBytes) throws IOException {
        try (InputStream in = open(name)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException("expected at most %d bytes, found more".formatted(maxBytes));
            }
            return bytes;
        }
    }

    /** A folder, or a ZIP file where the path is a file. */
    static PackSource of(Path path) throws IOException {
        return Files.isDirectory(path) ? new Folder(path) : new Zip(new ZipFile(path.toFile()));
    }

    /** Follows no link. */
    record Folder(Path folder) implements PackSource {

        @Override
        public List<String> names() throws IOException {
            List<String> names = new ArrayList<>();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
                for (Path child : children) {
                    if (names.size() < MOST_NAMES) {
                        names.add(child.getFileName().toString());
                    }
                }
            }
            return names;
        }

        @Override
        public InputStream open(String name) throws IOException {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("expected a file, found none");
            }
            return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public void close() {}
    }

    /** Nothing is unpacked onto the disk. */
    record Zip(ZipFile file) implements PackSource {

        @Override
        public List<String> names() {
            return file.stream().limit(MOST_NAMES).map(ZipEntry::getName).toList();
        }

        @Override
        public InputStream open(String name) throws IOException {
            ZipEntry entry = file.getEntry(name);
            if (entry == null || entry.isDirectory()) {
                throw new IOException("expected a file, found none");
            }
            return file.getInputStream(entry);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
