package org.streetwarden.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Neighbouring addresses: those whose first bits are the same (CIDR, RFC 4632 and RFC 4291).
 *
 * @param first an address of the block; its bits after the prefix do not count
 * @param prefix how many bits, 0 to 32 or to 128
 */
record AddressBlock(InetAddress first, int prefix) {

    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Reads {@code 10.20.0.0/16}, {@code fd00:7::/48}, or one address alone.
     *
     * @throws IllegalArgumentException where it is neither
     */
    static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        InetAddress first = literal(slash < 0 ? text : text.substring(0, slash));
        if (first == null) {
            throw new IllegalArgumentException(text);
        }
        int most = first.getAddress().length * Byte.SIZE;
        int prefix = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > most) {
            throw new IllegalArgumentException(text);
        }
        return new AddressBlock(first, prefix);
    }

    /** The address that a text is, IPv6 with or without brackets; null where it is a name. Asks no name server. */
    static InetAddress literal(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        try {
            return IPV4.matcher(bare).matches() || IPV6.matcher(bare).matches() ? InetAddress.getByName(bare) : null;
        } catch (UnknownHostException unfit) {
            return null;
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = first.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
