package org.streetwarden.engines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Objects;

/**
 * A city of generated cases in an empty database that has the api's schema, for tests and benchmarks. The same numbers give
 * the same city but for its place in time.
 *
 * @param cases over the 90 days before {@code end}
 * @param cameras what they are spread over, unevenly
 * @param entries of the log of evidence, at least as many as cases
 */
public record ManyCases(int cases, int cameras, int entries) {

    /** Fills the database in one transaction and lets it learn its new statistics. */
    public void fill(Connection connection, Instant end) throws SQLException, IOException {
        String script;
        try (InputStream in = ManyCases.class.getResourceAsStream("many-cases.sql")) {
            script = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(script.replace("${cases}", Integer.toString(cases))
                    .replace("${cameras}", Integer.toString(cameras))
                    .replace("${entries}", Integer.toString(entries))
                    .replace("${end}", end.toString()));
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("VACUUM ANALYZE");
        }
    }
}
