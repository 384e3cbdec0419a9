package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.remote.FlightsMain;
import picocli.CommandLine;

/** The command that uploads, against a whole api. */
class FlightsCommandTest {

    @TempDir
    private Path card;

    @Test
    void uploadsAFolderAndShowsIt() throws Exception {
        Peers peers = Peers.start();
        try (Api api = Api.start(peers.settings(), Clock.systemUTC())) {
            Web web = new Web(api.port());
            Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
            Path folder = Files.createDirectories(card.resolve("DCIM/100MEDIA"));
            Files.write(folder.resolve("DJI_0001.MP4"), new byte[9 << 20]);
            Files.writeString(folder.resolve("DJI_0001.SRT"), "1\n");
            Files.writeString(folder.resolve("DJI_0002.SRT"), "1\n");
            Files.writeString(folder.resolve("notes.txt"), "x");
            String said = run(web, "upload", card.toString());
            assertThat(said)
                    .contains("INSPECTING 100%", "DJI_0002.SRT: no video of that name")
                    .doesNotContain("notes");
            assertThat(run(web, "list")).contains("INSPECTING 100%");
            assertThat(run(web, "upload", card.resolve("nothing").toString())).contains("expected a file or folder");
        }
    }

    private static String run(Web web, String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine line = FlightsMain.line();
        line.setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--api=" + web.base();
        assertThat(line.execute(all)).isBetween(0, 1);
        return said.toString();
    }
}
