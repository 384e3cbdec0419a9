package org.streetwarden.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources of this module must hold to, read from their text. */
final class SourceRules {

    static final int MAX_LINES = 400;

    /** A package imports only what stands left of it. */
    private static final List<String> ORDER = List.of(
            "directory",
            "geometry",
            "flight",
            "media",
            "scene",
            "detect",
            "track",
            "zone",
            "incident",
            "rule",
            "casefile",
            "proof");

    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);

    /** Any mention of our own packages in code, imported or written out. */
    private static final Pattern OWN = Pattern.compile("\\borg\\.streetwarden\\.([a-z]+)\\b");

    private static final Pattern KIND_NAME =
            Pattern.compile("\\b(?:class|interface|record|enum) (\\w*(?:Manager|Helper|Util|Utils|Impl|Common))\\b");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    private SourceRules() {}

    /** @return every breach under a source folder, each beginning with the file's name */
    static List<String> breachesUnder(Path sources) throws IOException {
        List<String> breaches = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                String ownPackage = file.getParent().getFileName().toString();
                for (String breach : breaches(ownPackage, Files.readString(file))) {
                    breaches.add(sources.relativize(file) + ": " + breach);
                }
            }
        }
        return breaches;
    }

    /** @return every breach of one source file in one of our packages */
    static List<String> breaches(String ownPackage, String source) {
        List<String> breaches = new ArrayList<>();
        String code = COMMENT.matcher(source).replaceAll("");
        int rank = ORDER.indexOf(ownPackage);
        if (rank < 0) {
            breaches.add("expected a package of " + ORDER + ", found " + ownPackage);
        }
        Matcher own = OWN.matcher(code);
        while (own.find()) {
            if (ORDER.indexOf(own.group(1)) > rank) {
                breaches.add("expected imports from the left of " + ownPackage + ", found " + own.group(1));
            }
        }
        Matcher imported = IMPORT.matcher(code);
        while (imported.find()) {
            String name = imported.group(1);
            if (!name.startsWith("java.") && !name.startsWith("org.streetwarden.")) {
                breaches.add("expected imports from the JDK, found " + name);
            }
        }
        Matcher kind = KIND_NAME.matcher(code);
        while (kind.find()) {
            breaches.add("expected a name that says what it is, found " + kind.group(1));
        }
        long lines = source.lines().count();
        if (lines > MAX_LINES) {
            breaches.add("expected at most " + MAX_LINES + " lines, found " + lines);
        }
        return breaches;
    }
}
