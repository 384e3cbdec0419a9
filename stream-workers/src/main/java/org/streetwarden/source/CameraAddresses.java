package org.streetwarden.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Which addresses a camera may have. What is asked of this is the address that is then connected to, never a name that could
 * mean another one a moment later.
 *
 * <p>Whatever is allowed, never link-local, multicast, reserved or unspecified addresses, nor those under which clouds tell
 * their machines secrets; loopback only where it is named itself, as {@code loopback} or by an address or block within it.
 */
public final class CameraAddresses {

    private static final Duration LOOK_UP = Duration.ofSeconds(2);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");
    private static final List<AddressBlock> ANY = blocks("0.0.0.0/0", "::/0");
    private static final List<AddressBlock> LOOPBACK_BLOCKS = blocks("127.0.0.0/8", "::1");
    private static final AddressBlock NAT64 = AddressBlock.parse("64:ff9b::/96");
    private static final AddressBlock SIX_TO_FOUR = AddressBlock.parse("2002::/16");

    /** By what they are: RFC 6890 and 4291, and the metadata services of Azure, Alibaba Cloud, AWS and Google Cloud. */
    private static final Map<String, List<AddressBlock>> NEVER = Map.of(
            "unspecified", blocks("0.0.0.0/8", "::/96"),
            "link-local", blocks("169.254.0.0/16", "fe80::/10"),
            "multicast", blocks("224.0.0.0/4", "ff00::/8"),
            "reserved", blocks("240.0.0.0/4"),
            "a cloud's metadata service", blocks("168.63.129.16", "100.100.100.200", "fd00:ec2::254", "fd20:ce::254"));

    /** Every camera network, nothing of this machine. */
    public static final CameraAddresses DEFAULT = of(List.of("any"), List.of());

    /** This machine alone: for farms and tests. */
    public static final CameraAddresses LOOPBACK = of(List.of("loopback"), List.of());

    private final List<AddressBlock> allowed;
    private final List<String> allowedNames;
    private final List<Refusal> refused;
    private final String said;

    /**
     * What no camera may have.
     *
     * @param name of a host; empty where it is a block
     * @param block null where it is a host's name
     * @param port 0: all of them
     */
    private record Refusal(String name, AddressBlock block, int port, String said) {

        boolean covers(String host, int askedPort, InetAddress address) {
            if (port != 0 && port != askedPort) {
                return false;
            }
            return block != null ? covers(block, address) : name.equalsIgnoreCase(host) || isOneOf(address);
        }

        /** A service of this machine is one under every address that this machine has. */
        private static boolean covers(AddressBlock block, InetAddress address) {
            boolean ofThisMachine = isLoopback(block.first()) && isOurs(address);
            return ofThisMachine || block.contains(address);
        }

        /** A service that nobody can find now could be anything. */
        private boolean isOneOf(InetAddress address) {
            try {
                return AddressLookup.find(name, LOOK_UP).stream()
                        .anyMatch(each -> each.equals(address) || (isLoopback(each) && isOurs(address)));
            } catch (UnknownHostException | TimeoutException unknown) {
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }

    private CameraAddresses(List<AddressBlock> allowed, List<String> allowedNames, List<Refusal> refused, String said) {
        this.allowed = List.copyOf(allowed);
        this.allowedNames = List.copyOf(allowedNames);
        this.refused = List.copyOf(refused);
        this.said = said;
    }

    /**
     * Of what a configuration says; see {@link #checkAllowed} and {@link #checkRefused}.
     *
     * @throws IllegalArgumentException where an entry is none
     */
    public static CameraAddresses of(List<String> allowed, List<String> refused) {
        List<AddressBlock> blocks = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String entry : allowed) {
            checkAllowed(entry);
            Optional<List<AddressBlock>> block = blocksOf(entry);
            block.ifPresentOrElse(blocks::addAll, () -> names.add(entry));
        }
        List<Refusal> refusals = refused.stream().map(CameraAddresses::refusal).toList();
        return new CameraAddresses(blocks, names, refusals, String.join(", ", allowed));
    }

    /**
     * @param entry {@code any}, {@code loopback}, an address, a block or a host's name
     * @throws IllegalArgumentException where it is none of these, or only covers what is never allowed
     */
    public static void checkAllowed(String entry) {
        Optional<List<AddressBlock>> blocks = blocksOf(entry);
        if (blocks.isEmpty() && !isName(entry)) {
            throw new IllegalArgumentException(
                    "expected any, loopback, an address, a block such as 10.20.0.0/16 or a host's name, found '%s'"
                            .formatted(entry));
        }
        for (AddressBlock block : blocks.orElse(List.of())) {
            String never = never(block);
            if (never != null) {
                throw new IllegalArgumentException(
                        "expected what cameras may have, found '%s': %s".formatted(entry, never));
            }
        }
    }

    /**
     * @param entry an address, a block or a host's name, with or without {@code :port}; a name needs one
     * @throws IllegalArgumentException where it is none of these
     */
    public static void checkRefused(String entry) {
        refusal(entry);
    }

    private static Refusal refusal(String entry) {
        int colon = entry.lastIndexOf(':');
        boolean withPort = colon >= 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        String host = withPort ? entry.substring(0, colon) : entry;
        String port = withPort ? entry.substring(colon + 1) : "0";
        List<AddressBlock> blocks =
                "any".equals(host) ? List.of() : blocksOf(host).orElse(List.of());
        boolean named = blocks.isEmpty() && isName(host) && withPort;
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535 || (blocks.size() != 1 && !named)) {
            throw new IllegalArgumentException(
                    "expected an address, a block, or a host's name with its port, such as db.lan:5432, found '%s'"
                            .formatted(entry));
        }
        return new Refusal(named ? host : "", named ? null : blocks.getFirst(), Integer.parseInt(port), entry);
    }

    private static Optional<List<AddressBlock>> blocksOf(String entry) {
        if (entry.equals("any") || entry.equals("loopback")) {
            return Optional.of(entry.equals("any") ? ANY : LOOPBACK_BLOCKS);
        }
        try {
            return Optional.of(blocks(entry));
        } catch (IllegalArgumentException noBlock) {
            return Optional.empty();
        }
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Arrays.stream(texts).map(AddressBlock::parse).toList();
    }

    /** A name that ends in a number would be read as an address by some. */
    private static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.matches(".*(^|\\.)(\\d+|0[xX][0-9a-fA-F]*)");
    }

    /** What lies wholly within one of the never blocks; null for all others. */
    private static String never(AddressBlock block) {
        for (Map.Entry<String, List<AddressBlock>> each : NEVER.entrySet()) {
            if (each.getValue().stream()
                    .anyMatch(never -> block.prefix() >= never.prefix() && never.contains(block.first()))) {
                boolean loopback = isLoopback(block.first());
                return loopback ? null : each.getKey();
            }
        }
        return null;
    }

    /**
     * Why a camera may not have an address.
     *
     * @param host as its URL says it
     * @param address that this host has, and that would be connected to
     * @return what it is instead, as a clause; empty where the camera may have it
     */
    public Optional<String> refusal(String host, int port, InetAddress address) {
        InetAddress meant = embedded(address);
        String shown = address.getHostAddress();
        String never = never(new AddressBlock(meant, meant.getAddress().length * Byte.SIZE));
        if (never != null) {
            return Optional.of("%s, which is %s and never a camera's".formatted(shown, never));
        }
        if (!isAllowed(host, meant)) {
            String why =
                    isLoopback(meant) ? "which is this machine and not named as loopback" : "which is none of these";
            return Optional.of("%s, %s: %s".formatted(shown, why, said));
        }
        return refused.stream()
                .filter(each -> each.covers(host, port, meant))
                .findFirst()
                .map(each -> "%s port %d, which is refused as '%s'".formatted(shown, port, each.said()));
    }

    private boolean isAllowed(String host, InetAddress address) {
        boolean loopback = isLoopback(address);
        return (!loopback && allowedNames.stream().anyMatch(host::equalsIgnoreCase))
                || allowed.stream()
                        .anyMatch(block -> block.contains(address) && (!loopback || isLoopback(block.first())));
    }

    /** An IPv6 address may be the long way to write an IPv4 one: NAT64 (RFC 6052) and 6to4 (RFC 3056). */
    private static InetAddress embedded(InetAddress address) {
        byte[] bytes = address.getAddress();
        int from = NAT64.contains(address) ? 12 : SIX_TO_FOUR.contains(address) ? 2 : -1;
        try {
            return from < 0 ? address : InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException impossible) {
            throw new AssertionError("four bytes are an address", impossible);
        }
    }

    private static boolean isLoopback(InetAddress address) {
        return LOOPBACK_BLOCKS.stream().anyMatch(block -> block.contains(address));
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return isLoopback(address) || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException unknown) {
            return true;
        }
    }

    /** What is allowed, as the configuration says it. */
    @Override
    public String toString() {
        return said;
    }
}
