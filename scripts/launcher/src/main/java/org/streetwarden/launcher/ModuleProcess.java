package org.streetwarden.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.streetwarden.engines.ServerProcess;

/** Starts a Java process of one of the project's modules with that module's own class path. */
final class ModuleProcess {

    /** How glibc keeps the memory that decoders take and give back for every picture, as scripts/lib/common.sh has it. */
    private static final Map<String, String> MALLOC = Map.of(
            "MALLOC_ARENA_MAX", "2",
            "MALLOC_MMAP_THRESHOLD_", "33554432",
            "MALLOC_TRIM_THRESHOLD_", "268435456");

    private final Path root;
    private final List<String> jvm;

    private ModuleProcess(Path root, List<String> jvm) {
        this.root = root;
        this.jvm = jvm;
    }

    /** The folder named by the system property {@code streetwarden.root}. */
    static ModuleProcess ofThisProject() throws IOException {
        String root = System.getProperty("streetwarden.root");
        if (root == null || !Files.exists(Path.of(root, "pom.xml"))) {
            throw new IOException("streetwarden.root: expected the project's folder, found " + root);
        }
        return new ModuleProcess(Path.of(root).toAbsolutePath().normalize(), List.of());
    }

    /** For processes of a few minutes: they make do with the compiler that is done sooner. */
    ModuleProcess brief() {
        return new ModuleProcess(root, List.of("-XX:TieredStopAtLevel=1"));
    }

    Path root() {
        return root;
    }

    /**
     * The command line of a module's main class.
     *
     * @param heapMb the most heap it may take
     */
    ProcessBuilder command(String module, String main, int heapMb, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMb + "m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Dstreetwarden.root=" + root));
        command.addAll(jvm);
        command.add(main);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(MALLOC);
        builder.environment().remove(DemoMain.CAMERAS); // they may hold passwords, and stand in the configuration
        builder.environment().put("CLASSPATH", classPath(module)); // ONNX Runtime crashes under a 4 kB command line
        return builder;
    }

    /** Starts it as a server that is ready once it listens on its port. */
    ServerProcess start(String name, Path folder, int port, ProcessBuilder command, Map<String, String> environment)
            throws IOException {
        command.environment().putAll(environment);
        return ServerProcess.start(name, folder, port, command, () -> ServerProcess.accepts(port));
    }

    private String classPath(String module) throws IOException {
        Path target = root.resolve(module).resolve("target");
        Path libraries = target.resolve("classpath.txt");
        if (!Files.exists(libraries)) {
            throw new IOException(
                    "%s: expected a built module, found no %s; run mvn package".formatted(module, libraries));
        }
        return target.resolve("classes") + ":" + Files.readString(libraries).strip();
    }
}
