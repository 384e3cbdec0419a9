package org.streetwarden.api.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.streetwarden.api.backup.ObjectVault.Kept;
import org.streetwarden.api.backup.RunningRoot.LogState;

/** Puts a backup back into an empty installation and proves that everything is there. */
public final class Restoration {

    private final Installation installation;
    private final Path folder;
    private final Path snapshotFolder;
    private final Snapshot snapshot;
    private final Backup.Listener listener;

    /**
     * What came back.
     *
     * @param problems what is missing or is not what it was, a sentence each; empty where all is
     */
    public record Restored(String takenAt, long rows, int objects, long logSize, List<String> problems) {}

    /**
     * Opens the newest backup of a folder.
     *
     * @throws IOException where there is none, or it cannot be read
     */
    public Restoration(Installation installation, Path folder, Backup.Listener listener) throws IOException {
        this.installation = installation;
        this.folder = folder;
        this.listener = listener;
        snapshotFolder = Snapshot.newest(folder)
                .orElseThrow(() -> new IOException(folder + ": expected a whole backup, found none"));
        snapshot = Snapshot.read(snapshotFolder);
    }

    /**
     * Puts it back.
     *
     * @param replace whether what stands in the database may be lost, and objects of the same names
     * @throws IOException where something stands there, or the backup's own files are not what they were; nothing has
     *     changed then
     */
    public Restored restore(boolean replace) throws IOException, SQLException {
        checkFiles();
        clear(replace);
        installation.migrate(snapshot.schemaVersion());
        load();
        List<String> problems = new ArrayList<>();
        Map<String, Kept> objects = ObjectVault.read(Snapshot.objectList(snapshotFolder));
        int there = upload(objects, problems);
        check(objects, problems);
        installation.migrate(null);
        long rows = snapshot.tables().values().stream()
                .mapToLong(Snapshot.Table::rows)
                .sum();
        return new Restored(snapshot.takenAt(), rows, there, snapshot.log().size(), List.copyOf(problems));
    }

    private void checkFiles() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, Snapshot.Table> table : snapshot.tables().entrySet()) {
            checkFile(
                    Snapshot.table(snapshotFolder, table.getKey()),
                    table.getValue().sha256(),
                    problems);
        }
        checkFile(Snapshot.objectList(snapshotFolder), snapshot.objectsSha256(), problems);
        if (!problems.isEmpty()) {
            throw new IOException(String.join(System.lineSeparator(), problems));
        }
    }

    private static void checkFile(Path file, String sha256, List<String> problems) throws IOException {
        if (!Files.isRegularFile(file)) {
            problems.add(file + ": expected a file, found none");
        } else if (!ObjectVault.sha256(file).equals(sha256)) {
            problems.add(file + ": expected digest " + sha256 + ", found another");
        }
    }

    private void clear(boolean replace) throws IOException, SQLException {
        try (Connection connection = installation.connect()) {
            Tables tables = new Tables(connection);
            int standing = tables.columns().size();
            int objects = installation.store().list().size();
            if (!replace && (standing > 0 || objects > 0)) {
                throw new IOException(
                        "expected an empty database and an empty evidence store, found %d tables and %d objects"
                                .formatted(standing, objects));
            }
            tables.run("DROP SCHEMA public CASCADE");
            tables.run("CREATE SCHEMA public");
            connection.commit();
        }
    }

    private void load() throws IOException, SQLException {
        try (Connection connection = installation.connect()) {
            Tables tables = new Tables(connection);
            Map<String, List<String>> known = tables.columns();
            if (!known.keySet().equals(snapshot.tables().keySet())
                    || !tables.sequencesExist(snapshot.sequences().keySet())) {
                throw new IOException("expected the tables of schema " + snapshot.schemaVersion() + ", found others");
            }
            Map<String, String> references = tables.open();
            for (Map.Entry<String, Snapshot.Table> table : snapshot.tables().entrySet()) {
                try (InputStream rows = Files.newInputStream(Snapshot.table(snapshotFolder, table.getKey()))) {
                    tables.copyIn(table.getKey(), table.getValue().columns(), rows);
                }
            }
            tables.close(references, snapshot.sequences());
            tables.run("ANALYZE");
            connection.commit();
        }
    }

    private int upload(Map<String, Kept> objects, List<String> problems) throws IOException {
        ObjectVault vault = new ObjectVault(folder.resolve("objects"));
        int done = 0;
        int there = 0;
        for (Kept each : List.copyOf(objects.values())) {
            String problem = vault.restore(installation.store(), each);
            if (problem.isEmpty()) {
                there++;
            } else {
                problems.add(problem);
                objects.remove(each.key());
            }
            listener.object(++done, snapshot.objects());
        }
        return there;
    }

    /** The rows, the log's root from its entries, and every digest that a case names. */
    private void check(Map<String, Kept> objects, List<String> problems) throws SQLException {
        try (Connection connection = installation.connect()) {
            Tables tables = new Tables(connection);
            for (Map.Entry<String, Snapshot.Table> table : snapshot.tables().entrySet()) {
                long rows = tables.count(table.getKey());
                if (rows != table.getValue().rows()) {
                    problems.add("table %s: expected %d rows, found %d"
                            .formatted(table.getKey(), table.getValue().rows(), rows));
                }
            }
            LogState log = RunningRoot.of(connection);
            if (!log.equals(snapshot.log())) {
                problems.add("log: expected %d entries under root %s, found %d under %s"
                        .formatted(snapshot.log().size(), snapshot.log().root(), log.size(), log.root()));
            }
            problems.addAll(NamedEvidence.problems(tables, objects));
        }
    }
}
