package org.streetwarden.api.backup;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.streetwarden.api.evidence.EvidenceStore;

/** Where everything of an installation lies. */
public record Installation(String databaseUrl, String databaseUser, String databasePassword, EvidenceStore store) {

    /** In a transaction that the caller ends; without the limits on time that requests have. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", databaseUser);
        properties.setProperty("password", databasePassword);
        properties.setProperty("ApplicationName", "streetwarden-backup");
        Connection connection = DriverManager.getConnection(databaseUrl, properties);
        connection.setAutoCommit(false);
        return connection;
    }

    /** @param version null for the newest */
    void migrate(String version) {
        Flyway.configure()
                .dataSource(databaseUrl, databaseUser, databasePassword)
                .locations("classpath:db/migration")
                .target(version == null ? "latest" : version)
                .load()
                .migrate();
    }

    @Override
    public String toString() {
        return databaseUrl;
    }
}
