package org.streetwarden.api.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.streetwarden.api.backup.ObjectVault.Kept;
import org.streetwarden.api.backup.RunningRoot.LogState;
import org.streetwarden.api.evidence.EvidenceStore.Listed;
import org.streetwarden.api.models.Digests;

/**
 * Takes an installation out while it runs: the database as it stands at one moment, and after it every object of the evidence
 * store, which are there before the database names them. A folder takes many backups and each object once.
 */
public final class Backup {

    private final Installation installation;
    private final Path folder;
    private final Listener listener;

    /** Hears how far it is. */
    public interface Listener {
        void object(int done, int total);
    }

    /**
     * What was taken.
     *
     * @param problems evidence that cases name and the store lacks, a sentence each
     */
    public record Taken(Path snapshot, long rows, int objects, long logSize, List<String> problems) {}

    public Backup(Installation installation, Path folder, Listener listener) {
        this.installation = installation;
        this.folder = folder;
        this.listener = listener;
    }

    public Taken take(Instant now) throws IOException, SQLException {
        String takenAt = now.truncatedTo(ChronoUnit.MILLIS).toString();
        Path snapshot = folder.resolve("snapshots").resolve(takenAt.replaceAll("[:.]", "-"));
        Map<String, Kept> before = lastObjects();
        Files.createDirectories(snapshot.resolve("tables"));
        try (Connection connection = installation.connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            Tables tables = new Tables(connection);
            String version = tables.rows("""
                    SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL
                    ORDER BY installed_rank DESC LIMIT 1""").getFirst().getFirst();
            Map<String, Snapshot.Table> copied = copy(tables, snapshot);
            LogState log = RunningRoot.of(connection);
            Map<String, Kept> objects = fetch(before);
            ObjectVault.write(Snapshot.objectList(snapshot), objects.values());
            new Snapshot(
                            Snapshot.FORM,
                            takenAt,
                            version,
                            copied,
                            tables.sequences(),
                            log,
                            objects.size(),
                            ObjectVault.sha256(Snapshot.objectList(snapshot)))
                    .write(snapshot);
            long rows = copied.values().stream().mapToLong(Snapshot.Table::rows).sum();
            return new Taken(snapshot, rows, objects.size(), log.size(), NamedEvidence.problems(tables, objects));
        }
    }

    private Map<String, Kept> lastObjects() throws IOException {
        var last = Snapshot.newest(folder);
        return last.isPresent() ? ObjectVault.read(Snapshot.objectList(last.get())) : Map.of();
    }

    private static Map<String, Snapshot.Table> copy(Tables tables, Path snapshot) throws IOException, SQLException {
        Map<String, Snapshot.Table> copied = new TreeMap<>();
        for (Map.Entry<String, List<String>> table : tables.columns().entrySet()) {
            MessageDigest digest = Digests.sha256();
            Path file = Snapshot.table(snapshot, table.getKey());
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
                long rows = tables.copyOut(table.getKey(), table.getValue(), out);
                copied.put(
                        table.getKey(),
                        new Snapshot.Table(
                                table.getValue(), rows, HexFormat.of().formatHex(digest.digest())));
            }
        }
        return copied;
    }

    private Map<String, Kept> fetch(Map<String, Kept> before) throws IOException {
        ObjectVault vault = new ObjectVault(folder.resolve("objects"));
        List<Listed> listed = installation.store().list();
        Map<String, Kept> objects = new TreeMap<>();
        for (Listed each : listed) {
            objects.put(each.key(), vault.fetch(installation.store(), each, before.get(each.key())));
            listener.object(objects.size(), listed.size());
        }
        return objects;
    }
}
