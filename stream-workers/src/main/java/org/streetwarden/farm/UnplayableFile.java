package org.streetwarden.farm;

import java.nio.file.Path;

/** A file that cannot be played as a camera: says which, what was expected and what was found. */
final class UnplayableFile extends Exception {

    private static final long serialVersionUID = 1L;

    UnplayableFile(Path file, String expected, String found) {
        super("%s: expected %s, found %s".formatted(file, expected, found));
    }
}
