package org.streetwarden.filing;

import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;

/** The stream in Redis. */
public final class RedisRecordBus implements RecordBus {

    private final RedisLine line;

    /**
     * Connects at first use.
     *
     * @param url {@code redis://[:password@]host:port}; never printed
     * @throws IllegalArgumentException where it is no such URL
     */
    public RedisRecordBus(String url) {
        line = new RedisLine(url);
    }

    /** @throws IllegalArgumentException one sentence without secrets, where a URL is none for {@link #RedisRecordBus} */
    public static void check(String url) {
        RedisLine.parse(url);
    }

    @Override
    public void send(WorkerRecord record) throws DeliveryFailure {
        line.ask("stream " + WorkerRecord.STREAM, redis -> redis.xadd(WorkerRecord.STREAM, RecordCodec.encode(record)));
    }

    @Override
    public void close() {
        line.close();
    }
}
