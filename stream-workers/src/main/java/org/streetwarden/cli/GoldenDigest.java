package org.streetwarden.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.streetwarden.config.GoldenSet;
import org.streetwarden.models.ModelPackage;

/** Names golden sets by what is in them: the same files, the same digest. */
final class GoldenDigest {

    private static final int MAX_FILES = 200_000;

    private GoldenDigest() {}

    static GateReport.Golden of(List<GoldenSet> sets) throws IOException {
        List<String> lines = new ArrayList<>();
        for (GoldenSet set : sets) {
            for (Path each : set.files()) {
                for (Path file : files(each)) {
                    lines.add(each.getFileName() + "/" + each.relativize(file) + " " + ModelPackage.sha256(file));
                }
            }
        }
        String name = String.join("+", sets.stream().map(GoldenSet::name).toList());
        return new GateReport.Golden(name, digest(String.join("\n", lines)));
    }

    private static List<Path> files(Path each) throws IOException {
        if (!Files.isDirectory(each)) {
            return List.of(each);
        }
        try (Stream<Path> walked = Files.walk(each)) {
            List<Path> files = walked.filter(Files::isRegularFile)
                    .limit(MAX_FILES + 1L)
                    .sorted()
                    .toList();
            if (files.size() > MAX_FILES) {
                throw new IOException(each + ": expected at most " + MAX_FILES + " files, found more");
            }
            return files;
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
