package org.streetwarden.source;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * GStreamer's RTSP server in a process of its own: a peer that nobody here wrote. Tests that need it are skipped, by name,
 * where Debian's python3-gi and gir1.2-gst-rtsp-server-1.0 are absent.
 */
public final class GstRtspServer implements AutoCloseable {

    private static final String PYTHON = "/usr/bin/python3";
    private static final String IMPORTS =
            "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer";

    private final Path folder;
    private final Path script;
    private final List<String> login = new ArrayList<>();
    private final List<String> mounts = new ArrayList<>();
    private final List<Path> links = new ArrayList<>();
    private int port;
    private Process process;

    private GstRtspServer(Path folder) throws IOException {
        this.folder = folder;
        script = folder.resolve("gst_rtsp_server.py");
        try (InputStream source = GstRtspServer.class.getResourceAsStream("gst_rtsp_server.py")) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** @param folder for the script and what it plays; the caller's, one per server */
    public static GstRtspServer in(Path folder) throws IOException {
        boolean installed = Files.isExecutable(Path.of(PYTHON)) && run(PYTHON, "-c", IMPORTS) == 0;
        assumeTrue(installed, "GStreamer's RTSP server is not installed (python3-gi, gir1.2-gst-rtsp-server-1.0)");
        return new GstRtspServer(Files.createDirectories(folder));
    }

    /** Plays an MP4 file of H.264 over and over as one endless camera. */
    public GstRtspServer loop(String name, Path mp4, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            links.add(Files.createSymbolicLink(folder.resolve("%s%05d.mp4".formatted(name, i)), mp4));
        }
        return mount(
                name,
                "splitmuxsrc location=%s/%s*.mp4 ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1"
                        .formatted(folder, name));
    }

    /** Plays a gst-launch description whose payloader is called pay0. */
    GstRtspServer mount(String name, String pipeline) {
        mounts.add(name + "=" + pipeline);
        return this;
    }

    /** Asks every client for Digest authentication. */
    GstRtspServer lock(String user, String password) {
        login.addAll(List.of("--user", user, "--password", password));
        return this;
    }

    private static int run(String... command) {
        try {
            Process check = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return check.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Starts on a free port of 127.0.0.1; after a kill, on the same port as before. */
    public GstRtspServer start() throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON, script.toString(), Integer.toString(port)));
        command.addAll(login);
        command.addAll(mounts);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null || !line.startsWith("port ")) {
            throw new IOException("GStreamer's RTSP server did not start on port " + port + ", said " + line);
        }
        port = Integer.parseInt(line.substring(5));
        return this;
    }

    public CameraUrl url(String mount) {
        return CameraUrl.parse("rtsp://127.0.0.1:%d/%s".formatted(port, mount));
    }

    /** As a power cut would: no goodbye. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops it in its tracks: connections stay open and nothing comes any more. */
    void freeze() {
        run("/bin/kill", "-STOP", Long.toString(process.pid()));
    }

    @Override
    public void close() {
        kill();
        for (Path link : links) {
            try {
                Files.deleteIfExists(link);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
