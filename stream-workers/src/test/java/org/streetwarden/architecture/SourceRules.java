package org.streetwarden.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources of this module must hold to, read from their text. */
final class SourceRules {

    private static final int MOST_LINES = 400;

    /** A package uses only what stands left of it. */
    private static final List<String> ORDER = List.of(
            "farm",
            "source",
            "decode",
            "filing",
            "evidence",
            "config",
            "visit",
            "rollout",
            "fleet",
            "flights",
            "pipeline",
            "cli");

    private static final List<String> NATIVE = List.of("farm", "source", "decode", "evidence");
    private static final Set<String> OTHER_SIDE = Set.of("api", "engines", "launcher");

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
                String ownPackage = sources.relativize(file).getName(0).toString();
                for (String breach : breaches(ownPackage, Files.readString(file))) {
                    breaches.add(sources.relativize(file) + ": " + breach);
                }
            }
        }
        return breaches;
    }

    /** @return every breach of one source file in one of this module's packages */
    static List<String> breaches(String ownPackage, String source) {
        List<String> breaches = new ArrayList<>();
        String code = COMMENT.matcher(source).replaceAll("");
        if (!ORDER.contains(ownPackage)) {
            breaches.add("expected a package of " + ORDER + ", found " + ownPackage);
        }
        breaches.addAll(directions(ownPackage, code));
        if (code.contains("org.bytedeco") && !NATIVE.contains(ownPackage)) {
            breaches.add("expected native types in " + NATIVE + " only, found org.bytedeco");
        }
        Matcher kind = KIND_NAME.matcher(code);
        while (kind.find()) {
            breaches.add("expected a name that says what it is, found " + kind.group(1));
        }
        long lines = source.lines().count();
        if (lines > MOST_LINES) {
            breaches.add("expected at most %d lines, found %d".formatted(MOST_LINES, lines));
        }
        return breaches;
    }

    private static List<String> directions(String ownPackage, String code) {
        Set<String> used = new TreeSet<>();
        Matcher own = OWN.matcher(code);
        while (own.find()) {
            used.add(own.group(1));
        }
        List<String> breaches = new ArrayList<>();
        for (String other : used) {
            if (OTHER_SIDE.contains(other)) {
                breaches.add("expected nothing of the api, the engines or the launcher, found " + other);
            } else if (ORDER.indexOf(other) > ORDER.indexOf(ownPackage)) {
                breaches.add("expected packages left of %s, found %s".formatted(ownPackage, other));
            }
        }
        return breaches;
    }
}
