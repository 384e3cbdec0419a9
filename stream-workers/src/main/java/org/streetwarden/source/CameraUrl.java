package org.streetwarden.source;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where a stream comes from, with its credentials kept apart: {@link #toString()} never shows them, {@link #forFfmpeg()} is
 * the only text that does.
 */
public final class CameraUrl {

    private static final Set<String> NETWORK = Set.of("rtsp", "rtsps", "http", "https");

    private static final Map<String, Integer> PORTS = Map.of("rtsp", 554, "rtsps", 322, "http", 80, "https", 443);

    private final String scheme;
    private final String host;
    private final String place;
    private final String user;
    private final String password;

    /** @param place host, port, path and query of a network stream; the absolute path of a file */
    private CameraUrl(String scheme, String host, String place, String user, String password) {
        this.scheme = scheme;
        this.host = host;
        this.place = place;
        this.user = user;
        this.password = password;
    }

    /**
     * Reads {@code rtsp}, {@code rtsps}, {@code http}, {@code https} or {@code file} URLs, with or without
     * {@code user:password@}, or a plain path.
     *
     * @throws IllegalArgumentException one sentence, without credentials, where it is none of these
     */
    public static CameraUrl parse(String text) {
        String trimmed = text.strip();
        int colon = trimmed.indexOf("://");
        String scheme = colon < 0 ? "" : trimmed.substring(0, colon).toLowerCase(Locale.ROOT);
        if (NETWORK.contains(scheme)) {
            return network(scheme, trimmed.substring(colon + 3));
        }
        if (scheme.isEmpty() || scheme.equals("file")) {
            return file(scheme.isEmpty() ? trimmed : trimmed.substring(colon + 3));
        }
        throw new IllegalArgumentException("camera url: expected rtsp, rtsps, http, https or file, found scheme '%s'"
                .formatted(Scrub.text(scheme)));
    }

    /** A file on this machine. */
    public static CameraUrl of(Path file) {
        return new CameraUrl("file", "", file.toAbsolutePath().normalize().toString(), "", "");
    }

    /** The same place with other credentials, given in clear, not percent-encoded. */
    public CameraUrl withCredentials(String otherUser, String otherPassword) {
        return new CameraUrl(scheme, host, place, otherUser, otherPassword);
    }

    private static CameraUrl network(String scheme, String rest) {
        int end = endOfAuthority(rest);
        int at = rest.lastIndexOf('@', end);
        String userInfo = at < 0 ? "" : rest.substring(0, at);
        String place = rest.substring(at + 1);
        String host = hostOf(scheme, place);
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new CameraUrl(scheme, host, place, decoded(user), decoded(password));
    }

    /** A bare '@' may stand in a password; '/' may not, it must come percent-encoded or apart from the URL. */
    private static int endOfAuthority(String rest) {
        int slash = rest.indexOf('/');
        return slash < 0 ? rest.length() : slash;
    }

    private static String hostOf(String scheme, String place) {
        try {
            URI uri = new URI(scheme + "://" + place);
            if (uri.getHost() != null && uri.getPort() <= 65535) {
                return uri.getHost();
            }
        } catch (URISyntaxException e) {
            // Falls through: the exception's text quotes the URL, which may hold secrets in its query.
        }
        throw new IllegalArgumentException(
                "camera url: expected %s://[user:password@]host[:port]/path with '/' in a password written as %%2F, found host '%s'"
                        .formatted(scheme, Scrub.text(place.substring(place.lastIndexOf('@') + 1))));
    }

    private static CameraUrl file(String path) {
        try {
            if (!path.isBlank()) {
                return of(Path.of(path));
            }
        } catch (InvalidPathException e) {
            // Falls through to the sentence below.
        }
        throw new IllegalArgumentException("camera url: expected a path, found '%s'".formatted(path));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** {@code rtsp}, {@code rtsps}, {@code http}, {@code https} or {@code file}. */
    public String scheme() {
        return scheme;
    }

    /** Name or address; empty for a file. */
    String host() {
        return host;
    }

    /** As written, or the scheme's own; not for files. */
    int port() {
        int written = URI.create(scheme + "://" + place).getPort();
        return written > 0 ? written : PORTS.get(scheme);
    }

    /** The same stream with its host's name replaced by an address, so that nobody looks it up again. */
    CameraUrl at(InetAddress address) {
        String literal = address instanceof Inet6Address ? "[" + bare(address) + "]" : address.getHostAddress();
        String path = place.substring(peer().length());
        return new CameraUrl(scheme, literal, literal + ":" + port() + path, user, password);
    }

    private static String bare(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    /**
     * Why it may not be asked, as far as can be seen without a name server.
     *
     * @return a clause; empty where it may, where its host is a name, and for files
     */
    public Optional<String> refusal(CameraAddresses addresses) {
        InetAddress literal = isFile() ? null : AddressBlock.literal(host);
        return literal == null ? Optional.empty() : addresses.refusal(host, port(), literal);
    }

    /**
     * Where a peer sends us on to: RTSP only, and with these credentials only where it is the same host and port.
     *
     * @throws IllegalArgumentException where it is no RTSP URL
     */
    CameraUrl redirected(String location) {
        CameraUrl target = parse(location);
        if (!target.isRtsp()) {
            throw new IllegalArgumentException("expected rtsp or rtsps, found scheme '%s'".formatted(target.scheme));
        }
        boolean same = target.host.equalsIgnoreCase(host) && target.port() == port();
        return target.withCredentials(same ? user : "", same ? password : "");
    }

    /** Whom to ask for it: host and port as written; {@code file} for a file. */
    public String peer() {
        if (isFile()) {
            return "file";
        }
        int slash = place.indexOf('/');
        return slash < 0 ? place : place.substring(0, slash);
    }

    public boolean isFile() {
        return scheme.equals("file");
    }

    public boolean isRtsp() {
        return scheme.startsWith("rtsp");
    }

    /** The file's path; only where {@link #isFile()}. */
    Path path() {
        return Path.of(place);
    }

    /** What FFmpeg opens, credentials included: never to be logged. */
    String forFfmpeg() {
        if (isFile()) {
            return "file:" + place;
        }
        String userInfo = user.isEmpty() && password.isEmpty() ? "" : encoded(user) + ":" + encoded(password) + "@";
        return scheme + "://" + userInfo + place;
    }

    /** Fit for logs and people: without credentials. */
    @Override
    public String toString() {
        return isFile() ? place : Scrub.text(scheme + "://" + place);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CameraUrl url && forFfmpeg().equals(url.forFfmpeg());
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheme, place, user, password);
    }
}
