package org.streetwarden.api.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** The tables of the schema, copied out and in as PostgreSQL's own COPY text. One connection in one transaction. */
final class Tables {

    private final Connection connection;

    Tables(Connection connection) {
        this.connection = connection;
    }

    /** Columns that can be written, by table; without the history of migrations, which every installation has of its own. */
    Map<String, List<String>> columns() throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        for (List<String> row : rows("""
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
                    AND c.table_name <> 'flyway_schema_history'
                ORDER BY c.table_name, c.ordinal_position""")) {
            columns.computeIfAbsent(row.get(0), table -> new ArrayList<>()).add(row.get(1));
        }
        return columns;
    }

    /** The last value of every sequence that was used. */
    Map<String, Long> sequences() throws SQLException {
        Map<String, Long> last = new TreeMap<>();
        for (List<String> row : rows("""
                SELECT sequencename, last_value FROM pg_sequences
                WHERE schemaname = 'public' AND last_value IS NOT NULL""")) {
            last.put(row.get(0), Long.parseLong(row.get(1)));
        }
        return last;
    }

    boolean sequencesExist(Set<String> names) throws SQLException {
        return rows("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'").stream()
                .map(List::getFirst)
                .collect(Collectors.toSet())
                .containsAll(names);
    }

    /** @return how many rows */
    long copyOut(String table, List<String> columns, OutputStream to) throws SQLException, IOException {
        return copies().copyOut("COPY %s TO STDOUT".formatted(named(table, columns)), to);
    }

    long copyIn(String table, List<String> columns, InputStream from) throws SQLException, IOException {
        return copies().copyIn("COPY %s FROM STDIN".formatted(named(table, columns)), from);
    }

    long count(String table) throws SQLException {
        return Long.parseLong(
                rows("SELECT count(*) FROM " + quoted(table)).getFirst().getFirst());
    }

    /** Empties every table; neither triggers nor references look at what comes until {@link #close} brings them back. */
    Map<String, String> open() throws SQLException {
        Map<String, String> references = new LinkedHashMap<>();
        for (List<String> row : rows("""
                SELECT r.relname, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
                JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace
                WHERE c.contype = 'f' AND n.nspname = 'public'""")) {
            String table = "ALTER TABLE " + quoted(row.get(0));
            run(table + " DROP CONSTRAINT " + quoted(row.get(1)));
            references.put(table + " ADD CONSTRAINT " + quoted(row.get(1)), row.get(2));
        }
        for (String table : columns().keySet()) {
            run("ALTER TABLE " + quoted(table) + " DISABLE TRIGGER USER");
            run("TRUNCATE " + quoted(table));
        }
        return references;
    }

    /** @param references of {@link #open}: the database checks that every one leads somewhere */
    void close(Map<String, String> references, Map<String, Long> sequences) throws SQLException {
        for (Map.Entry<String, Long> sequence : sequences.entrySet()) {
            run("SELECT setval('public.%s', %d)".formatted(quoted(sequence.getKey()), sequence.getValue()));
        }
        for (Map.Entry<String, String> reference : references.entrySet()) {
            run(reference.getKey() + " " + reference.getValue());
        }
        for (String table : columns().keySet()) {
            run("ALTER TABLE " + quoted(table) + " ENABLE TRIGGER USER");
        }
    }

    private CopyManager copies() throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private static String named(String table, List<String> columns) {
        return quoted(table) + " ("
                + String.join(", ", columns.stream().map(Tables::quoted).toList()) + ")";
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every row as texts. */
    List<List<String>> rows(String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
                    row.add(found.getString(column));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
