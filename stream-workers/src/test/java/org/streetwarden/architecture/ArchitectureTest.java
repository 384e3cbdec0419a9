package org.streetwarden.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final Path SOURCES =
            Path.of(System.getProperty("streetwarden.root"), "stream-workers/src/main/java/org/streetwarden");

    @Test
    void sourcesKeepTheRules() throws IOException {
        assertThat(SOURCES.resolve("source/FfmpegSource.java")).exists();
        assertThat(SourceRules.breachesUnder(SOURCES)).isEmpty();
    }

    @Test
    void acceptsWhatStandsLeftAndOtherModules() {
        String source = """
                package org.streetwarden.decode;
                import org.bytedeco.ffmpeg.avutil.AVFrame;
                import org.streetwarden.media.Frame;
                import org.streetwarden.source.Natives;
                /** Read by org.streetwarden.cli, made by nobody's Helper. */
                final class Still {} // class Util
                """;
        assertThat(SourceRules.breaches("decode", source)).isEmpty();
    }

    @Test
    void findsImportsFromTheRightAndFromTheApi() {
        assertThat(SourceRules.breaches("source", "import org.streetwarden.decode.Decoder;"))
                .containsExactly("expected packages left of source, found decode");
        assertThat(SourceRules.breaches("filing", "class A { org.streetwarden.pipeline.Worker worker; }"))
                .containsExactly("expected packages left of filing, found pipeline");
        assertThat(SourceRules.breaches("cli", "import org.streetwarden.api.ApiMain;"))
                .containsExactly("expected nothing of the api, the engines or the launcher, found api");
    }

    @Test
    void findsNativeTypesOutsideTheirAdapters() {
        assertThat(SourceRules.breaches("pipeline", "import org.bytedeco.ffmpeg.avutil.AVFrame;"))
                .containsExactly("expected native types in [farm, source, decode, evidence] only, found org.bytedeco");
        assertThat(SourceRules.breaches("cli", "class A { org.bytedeco.javacpp.Pointer pointer; }"))
                .hasSize(1);
    }

    @Test
    void findsStrangePackagesNamesAndLongFiles() {
        assertThat(SourceRules.breaches("tools", "")).singleElement().asString().endsWith("found tools");
        assertThat(SourceRules.breaches("source", "final class StreamManager {}"))
                .containsExactly("expected a name that says what it is, found StreamManager");
        assertThat(SourceRules.breaches("source", "\n".repeat(401)))
                .containsExactly("expected at most 400 lines, found 401");
    }
}
