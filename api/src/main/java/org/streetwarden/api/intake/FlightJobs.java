package org.streetwarden.api.intake;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.flights.FlightLedger;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightJobCodec;
import org.streetwarden.casefile.FlightKeys;

/**
 * Puts jobs that the database holds on the workers' stream. A job is noted as out only then, so an end in between puts it there
 * twice under one id and never not at all. One thread.
 */
public final class FlightJobs implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final FlightLedger flights;
    private final Database database;
    private final RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    /** @param redisUrl with its password, if any */
    public FlightJobs(FlightLedger flights, Database database, String redisUrl) {
        this.flights = flights;
        this.database = database;
        RedisURI uri = RedisURI.create(redisUrl);
        uri.setTimeout(TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .build());
    }

    /** One round; does nothing before the schema is there. */
    public void look() {
        if (!database.migrated()) {
            return;
        }
        for (FlightJob job : flights.unpublished()) {
            publish(job);
            flights.published(job.jobId());
        }
    }

    /** What fails closes the connection, so that the next round opens another. */
    private void publish(FlightJob job) {
        try {
            if (connection == null || !connection.isOpen()) {
                connection = client.connect();
            }
            connection.sync().xadd(FlightKeys.STREAM, FlightJobCodec.encode(job));
        } catch (RedisException failure) {
            if (connection != null) {
                connection.close();
                connection = null;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
