package org.streetwarden.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks a host's name up within a deadline. FFmpeg, whose own look-up cannot be interrupted, only sees addresses. A silent name
 * server holds one daemon thread per name, never the caller.
 */
final class AddressLookup {

    private static final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> RUNNING =
            new ConcurrentHashMap<>();

    private AddressLookup() {}

    /**
     * A host's addresses, in the resolver's order; at once where it is an address itself.
     *
     * @param host IPv6 addresses with or without brackets
     * @throws UnknownHostException where there is no such name
     * @throws TimeoutException where no name server answered in time
     */
    static List<InetAddress> find(String host, Duration limit)
            throws UnknownHostException, TimeoutException, InterruptedException {
        InetAddress literal = AddressBlock.literal(host);
        if (literal != null) {
            return List.of(literal);
        }
        CompletableFuture<List<InetAddress>> lookup = RUNNING.computeIfAbsent(host, AddressLookup::start);
        try {
            return lookup.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    private static CompletableFuture<List<InetAddress>> start(String host) {
        CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("lookup-" + host).start(() -> {
            try {
                lookup.complete(List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException | RuntimeException e) {
                lookup.completeExceptionally(e);
            } finally {
                RUNNING.remove(host);
            }
        });
        return lookup;
    }
}
