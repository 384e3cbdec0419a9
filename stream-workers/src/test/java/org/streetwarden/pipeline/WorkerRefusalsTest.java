package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.config.SampleConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.models.ScriptedDetector;
import org.streetwarden.rollout.LoadedModel;

/** A worker that cannot begin says why in one sentence and holds nothing. */
class WorkerRefusalsTest {

    @TempDir
    Path folder;

    private Worker worker(int port, Path data) throws IOException {
        WorkerConfig config = SampleConfig.of("worker-test", data).port(port).build();
        return new Worker(
                config,
                new LoadedModel(new ScriptedDetector(ptsUs -> List.of()), Set.of()),
                folder -> {
                    throw new AssertionError("nothing was to be loaded from " + folder);
                },
                null);
    }

    @Test
    void saysThatItsPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> worker(port, folder.resolve("data")))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("worker.port: expected a free port on 127.0.0.1, found " + port);
        }
        worker(0, folder.resolve("data")).close();
    }

    /** A file stands where the folder would: as unusable to root as to anybody. */
    @Test
    void saysThatItsDataFolderCannotBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("data"));

        assertThatThrownBy(() -> worker(0, file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "spool folder " + file.resolve("spool") + ": expected a folder we can write to");
    }

    @Test
    void saysThatAnotherWorkerUsesItsFolder() throws Exception {
        Path data = folder.resolve("data");
        try (Worker first = worker(0, data)) {
            first.start();
            assertThatThrownBy(() -> worker(0, data))
                    .isInstanceOf(IOException.class)
                    .hasMessage("spool folder %s: expected no other worker to use it, found one"
                            .formatted(data.resolve("spool")));
        }
        worker(0, data).close();
    }

    @Test
    void givesItsPortBackWhereItsFolderIsRefused() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> worker(port, file)).hasMessageContaining("spool folder");
        worker(port, folder.resolve("data")).close();
    }
}
