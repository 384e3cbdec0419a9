package org.streetwarden.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Looks a host's name up within a deadline. FFmpeg's own look-up cannot be interrupted; it comes after this one and is
 * answered from the resolver's memory. A silent name server holds one daemon thread per name, never the caller.
 */
final class AddressLookup {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern ADDRESS = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET + "|\\[[0-9a-fA-F:.]+]");
    private static final ConcurrentMap<String, CompletableFuture<InetAddress>> RUNNING = new ConcurrentHashMap<>();

    private AddressLookup() {}

    /**
     * Returns once the name is known to resolve; at once where it is an address.
     *
     * @throws UnknownHostException where there is no such name
     * @throws TimeoutException where no name server answered in time
     */
    static void await(String host, Duration limit) throws UnknownHostException, TimeoutException, InterruptedException {
        if (ADDRESS.matcher(host).matches()) {
            return;
        }
        CompletableFuture<InetAddress> lookup = RUNNING.computeIfAbsent(host, AddressLookup::start);
        try {
            lookup.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    private static CompletableFuture<InetAddress> start(String host) {
        CompletableFuture<InetAddress> lookup = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("lookup-" + host).start(() -> {
            try {
                lookup.complete(InetAddress.getByName(host));
            } catch (UnknownHostException | RuntimeException e) {
                lookup.completeExceptionally(e);
            } finally {
                RUNNING.remove(host);
            }
        });
        return lookup;
    }
}
