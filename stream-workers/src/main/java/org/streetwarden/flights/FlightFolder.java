package org.streetwarden.flights;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Files and folders as they come off a card, made one list: sorted, hidden files, small copies ({@code .LRF}), links and what
 * is no flight's left out. Not more than {@value #MOST_FILES}.
 */
final class FlightFolder {

    static final int MOST_FILES = 2000;
    private static final int MOST_DEPTH = 6;

    /** What is looked at in a folder; a file that is named is, whatever it is called. */
    private static final Pattern OURS = Pattern.compile(".+\\.(mp4|mov|m4v|avi|mkv|ts|srt|jpe?g|dng|tiff?)");

    private final List<Path> files = new ArrayList<>();
    private boolean more;

    /** @throws IOException where something named does not exist or can't be read */
    static FlightFolder of(List<Path> named) throws IOException {
        FlightFolder folder = new FlightFolder();
        for (Path path : named) {
            if (Files.isDirectory(path)) {
                folder.walk(path);
            } else if (Files.isRegularFile(path)) {
                folder.add(path);
            } else {
                throw new IOException(path + ": expected a file or folder, found none");
            }
        }
        return folder;
    }

    private void walk(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), MOST_DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && wanted(file)) {
                    found.add(file);
                }
                return found.size() > MOST_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        found.stream().sorted().forEach(this::add);
    }

    private static boolean wanted(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && OURS.matcher(name).matches();
    }

    private void add(Path file) {
        if (files.size() < MOST_FILES) {
            files.add(file);
        } else {
            more = true;
        }
    }

    List<Path> files() {
        return List.copyOf(files);
    }

    /** Whether there were more than {@value #MOST_FILES}. */
    boolean more() {
        return more;
    }
}
