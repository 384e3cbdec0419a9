package org.streetwarden.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final Path MODULE = Path.of(System.getProperty("streetwarden.root"), "vision-core");

    @Test
    void sourcesKeepTheRules() throws IOException {
        Path sources = MODULE.resolve("src/main/java/org/streetwarden");
        assertThat(sources.resolve("incident/DwellRule.java")).exists();
        assertThat(SourceRules.breachesUnder(sources)).isEmpty();
    }

    /** Of every module, tests as well. */
    @Test
    void noSourceFileIsLong() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.find(MODULE.getParent(), 20, (path, attributes) -> path.toString()
                .matches(".*/src/(main|test)/.*\\.java"))) {
            for (Path file : files.toList()) {
                long lines = Files.readString(file).lines().count();
                if (lines > SourceRules.MAX_LINES) {
                    found.add("%s: expected at most %d lines, found %d".formatted(file, SourceRules.MAX_LINES, lines));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void acceptsWhatStandsLeft() {
        String source = """
                package org.streetwarden.zone;
                import java.util.List;
                import org.streetwarden.geometry.Polygon;
                /** Read by org.streetwarden.casefile, made by nobody's Helper. */
                record Fence(List<Polygon> sides) {} // class Util
                """;
        assertThat(SourceRules.breaches("zone", source)).isEmpty();
    }

    @Test
    void findsImportsFromTheRight() {
        assertThat(SourceRules.breaches("zone", "import org.streetwarden.incident.Look;"))
                .containsExactly("expected imports from the left of zone, found incident");
        assertThat(SourceRules.breaches("track", "import static org.streetwarden.zone.Kind.VENDING;"))
                .containsExactly("expected imports from the left of track, found zone");
        assertThat(SourceRules.breaches("media", "class A { org.streetwarden.track.Track track; }"))
                .containsExactly("expected imports from the left of media, found track");
    }

    @Test
    void findsForeignImportsAndPackages() {
        assertThat(SourceRules.breaches("media", "import org.bytedeco.ffmpeg.avcodec.AVPacket;"))
                .containsExactly("expected imports from the JDK, found org.bytedeco.ffmpeg.avcodec.AVPacket");
        assertThat(SourceRules.breaches("tools", "")).singleElement().asString().endsWith("found tools");
    }

    @Test
    void findsClassesNamedForTheirKind() {
        for (String name : new String[] {"ZoneManager", "BoxHelper", "StringUtil", "DetectorImpl", "Common"}) {
            assertThat(SourceRules.breaches("zone", "public final class " + name + " {}"))
                    .containsExactly("expected a name that says what it is, found " + name);
        }
    }

    @Test
    void findsLongFiles() {
        assertThat(SourceRules.breaches("zone", "\n".repeat(400))).isEmpty();
        assertThat(SourceRules.breaches("zone", "\n".repeat(401)))
                .containsExactly("expected at most 400 lines, found 401");
    }
}
