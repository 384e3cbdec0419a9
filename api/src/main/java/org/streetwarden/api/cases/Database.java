package org.streetwarden.api.cases;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL: a bounded pool and the schema. Opens without a server; every call blocks, so never on an event loop. */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final String UNDEFINED_TABLE = "42P01";
    private static final int POOL_CONNECTIONS = 10;
    private static final int CONNECT_TIMEOUT_S = 3;
    private static final int SOCKET_TIMEOUT_S = 20;
    private static final int STATEMENT_TIMEOUT_MS = 15_000;

    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private volatile boolean migrated;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /** @param url {@code jdbc:postgresql://…} */
    public static Database open(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("cases");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(POOL_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_TIMEOUT_S * 1000L);
        config.setInitializationFailTimeout(-1);
        // Text alone: the driver sees no value of another type.
        config.addDataSourceProperty("ApplicationName", "streetwarden-api");
        config.addDataSourceProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_S));
        config.addDataSourceProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_S));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("options", "-c statement_timeout=" + STATEMENT_TIMEOUT_MS);
        return new Database(new HikariDataSource(config));
    }

    /** Brings the schema up to date, however long that takes; after the first success it returns at once. */
    public void migrate() {
        if (migrated) {
            return;
        }
        int applied = Flyway.configure()
                .dataSource(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
        migrated = true;
        LOG.info("database schema is up to date, {} migrations applied", applied);
    }

    public boolean migrated() {
        return migrated;
    }

    /** Runs with one connection, each statement for itself. */
    public <T> T read(HandleCallback<T, RuntimeException> work) {
        return jdbi.withHandle(work);
    }

    /** Runs in one transaction. */
    public <T> T write(HandleCallback<T, RuntimeException> work) {
        return jdbi.inTransaction(work);
    }

    /** Runs in one transaction whose queries all see the same moment. */
    public <T> T snapshot(HandleCallback<T, RuntimeException> work) {
        return jdbi.inTransaction(handle -> {
            handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            return work.withHandle(handle);
        });
    }

    /** @throws RuntimeException where the server does not answer or the schema is not there yet */
    public void ping() {
        read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
        if (!migrated) {
            throw new IllegalStateException("schema not up to date yet");
        }
    }

    /** Whether a failure lies in the values themselves, so that trying again cannot help (SQLSTATE classes 22, 23). */
    public static boolean refusesValues(Throwable failure) {
        String state = sqlState(failure);
        return state.startsWith("22") || state.startsWith("23");
    }

    /** Whether a failure came from the database at all, rather than from this code. */
    public static boolean isOrigin(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the database cannot be reached or used now, rather than having been asked something wrong (class 42) or been
     * given a value that it cannot take (class 22); a table that is not there yet is still to come.
     */
    public static boolean isUnavailable(Throwable failure) {
        String state = sqlState(failure);
        boolean wrong = state.startsWith("42") || state.startsWith("22");
        return isOrigin(failure) && (!wrong || state.equals(UNDEFINED_TABLE));
    }

    private static String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    @Override
    public void close() {
        pool.close();
    }
}
