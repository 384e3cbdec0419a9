package org.streetwarden.filing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A store that outlives the worker under test, can be away, and tells when it is about to change. */
final class MemoryStore implements EvidenceStore {

    final Map<String, byte[]> objects = new TreeMap<>();
    int puts;
    int awayFor;
    Steps steps = Steps.NONE;

    @Override
    public boolean holds(String key, long bytes, String sha256) throws DeliveryFailure {
        reachable();
        byte[] object = objects.get(key);
        return object != null && Digests.sha256(object).equals(sha256);
    }

    @Override
    public void put(String key, Path file, String mime, String sha256) throws DeliveryFailure {
        reachable();
        try {
            objects.put(key, Files.readAllBytes(file));
            puts++;
            steps.before("return from put");
        } catch (IOException unreadable) {
            throw new DeliveryFailure("test store: " + unreadable, unreadable);
        }
    }

    private void reachable() throws DeliveryFailure {
        if (awayFor > 0) {
            awayFor--;
            throw new DeliveryFailure("test store: expected it to answer, found it away");
        }
    }

    @Override
    public byte[] get(String key, int maxBytes) throws DeliveryFailure {
        if (!objects.containsKey(key)) {
            throw new DeliveryFailure("test store: no " + key);
        }
        return objects.get(key);
    }

    @Override
    public void close() {
        // outlives the worker
    }
}
