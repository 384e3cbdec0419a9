package org.streetwarden.api.push;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses a target may be reached at: none of this machine, of a link, of a group, of nowhere, of a provider's shared
 * space, and none that the system's own services listen on, unless the target's configuration names it. Asked with the very
 * address that is connected to. Thread-safe.
 */
public final class AddressGuard {

    private static final int OCTET = 0xff;

    private final Set<String> allowed;
    private final List<Service> own;

    /** Where one of the system's own services listens. */
    public record Service(String host, int port) {}

    AddressGuard(Set<String> allowed, List<Service> own) {
        this.allowed = Set.copyOf(allowed);
        this.own = List.copyOf(own);
    }

    /** The address was not connected to. */
    static final class Forbidden extends IOException {
        private static final long serialVersionUID = 1L;

        Forbidden(String message) {
            super(message);
        }
    }

    /** An address and a port in the one form that they are compared in; empty where the text is none or a name. */
    static Optional<String> literal(String text) {
        int colon = text.lastIndexOf(':');
        String address = text.substring(0, Math.max(colon, 0)).replaceAll("^\\[|]$", "");
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")
                || !text.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(written(InetAddress.getByName(address), Integer.parseInt(text.substring(colon + 1))));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }

    private static String written(InetAddress address, int port) {
        return address.getHostAddress() + ":" + port;
    }

    /** @throws Forbidden where it must not be connected to */
    void check(InetSocketAddress socket) throws IOException {
        InetAddress address = socket.getAddress();
        if (address == null || allowed.contains(written(address, socket.getPort()))) {
            return;
        }
        InetAddress meant = embedded(address);
        if (isGuarded(meant) || NetworkInterface.getByInetAddress(meant) != null || isOwn(meant, socket.getPort())) {
            throw new Forbidden("its address %s is not to be reached from here unless its configuration allows it"
                    .formatted(written(address, socket.getPort())));
        }
    }

    private static boolean isGuarded(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & OCTET;
        boolean v4 = bytes.length == 4;
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || (v4 && isReserved(first, bytes[1] & OCTET));
    }

    /** Nowhere, a provider's shared space (RFC 6598) and what is kept for later. */
    private static boolean isReserved(int first, int second) {
        return first == 0 || first >= 240 || (first == 100 && second >= 64 && second < 128);
    }

    /** An IPv4 address that an IPv6 one carries (compatible, RFC 6052, RFC 3056), else the address itself. */
    private static InetAddress embedded(InetAddress address) throws UnknownHostException {
        if (!(address instanceof Inet6Address v6) || v6.isLoopbackAddress() || v6.isAnyLocalAddress()) {
            return address;
        }
        byte[] bytes = v6.getAddress();
        byte[] translated = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
        if (v6.isIPv4CompatibleAddress() || Arrays.equals(bytes, 0, 12, translated, 0, 12)) {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
        }
        boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
        return sixToFour ? InetAddress.getByAddress(Arrays.copyOfRange(bytes, 2, 6)) : address;
    }

    private boolean isOwn(InetAddress address, int port) throws UnknownHostException {
        for (Service service : own) {
            if (service.port() == port
                    && List.of(InetAddress.getAllByName(service.host())).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
