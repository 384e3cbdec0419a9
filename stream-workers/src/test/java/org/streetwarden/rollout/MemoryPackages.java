package org.streetwarden.rollout;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.streetwarden.filing.DeliveryFailure;

/** An object store in memory that breaks off when told to. */
public final class MemoryPackages implements PackageSource {

    public final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    final AtomicLong served = new AtomicLong();
    volatile boolean away;
    /** Bytes after which a download breaks off. */
    volatile long breaksAfter = Long.MAX_VALUE;

    @Override
    public OptionalLong size(String key) throws DeliveryFailure {
        checkThere(key);
        byte[] object = objects.get(key);
        return object == null ? OptionalLong.empty() : OptionalLong.of(object.length);
    }

    @Override
    public InputStream open(String key, long fromByte) throws DeliveryFailure {
        checkThere(key);
        byte[] object = objects.get(key);
        InputStream bytes = new ByteArrayInputStream(object, (int) fromByte, object.length - (int) fromByte);
        return new InputStream() {
            private long left = breaksAfter;

            @Override
            public int read() {
                throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] into, int at, int count) throws IOException {
                if (left == 0) {
                    away = true;
                    throw new IOException("connection reset");
                }
                int n = bytes.read(into, at, (int) Math.min(left, Math.min(count, 1_000)));
                left -= Math.max(0, n);
                served.addAndGet(Math.max(0, n));
                return n;
            }
        };
    }

    private void checkThere(String key) throws DeliveryFailure {
        if (away) {
            throw new DeliveryFailure(key + ": connection refused");
        }
    }
}
