package org.streetwarden.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.streetwarden.source.CameraAddresses;
import org.streetwarden.source.CameraUrl;

/**
 * Reads {@code camera-addresses} and holds cameras to them, as far as can be seen without a name server; the rest is seen when
 * they are opened.
 */
final class AddressReader {

    private static final Set<String> UNCHECKED = Set.of("udp", "http");

    private final CameraAddresses addresses;
    private final List<String> unchecked;

    /** @param services of the system, as URLs: no camera is asked there */
    AddressReader(Section section, List<String> services) {
        List<String> allowed = section.has("allowed") ? section.textOrTexts("allowed") : List.of("any");
        List<String> refused = section.textOrTexts("refused");
        unchecked = section.textOrTexts("unchecked");
        boolean allowedSound = isSound(section, "allowed", allowed, CameraAddresses::checkAllowed);
        boolean refusedSound = isSound(section, "refused", refused, CameraAddresses::checkRefused);
        boolean uncheckedSound = isSound(section, "unchecked", unchecked, AddressReader::checkUnchecked);
        section.refuseUnknown();
        List<String> all = new ArrayList<>(refused);
        services.forEach(service -> hostAndPort(service).ifPresent(all::add));
        addresses = allowedSound && refusedSound && uncheckedSound
                ? CameraAddresses.of(allowed, all)
                : CameraAddresses.DEFAULT;
    }

    private static boolean isSound(Section section, String key, List<String> entries, Consumer<String> check) {
        boolean sound = true;
        for (String entry : entries) {
            try {
                check.accept(entry);
            } catch (IllegalArgumentException unfit) {
                section.problem(key, unfit.getMessage());
                sound = false;
            }
        }
        return sound;
    }

    private static void checkUnchecked(String entry) {
        if (!UNCHECKED.contains(entry)) {
            throw new IllegalArgumentException("expected udp or http, found '%s'".formatted(entry));
        }
    }

    /** Empty where a URL has no host: that is a problem of its own key. */
    private static Optional<String> hostAndPort(String service) {
        try {
            URI uri = URI.create(service);
            int port = uri.getPort() > 0
                    ? uri.getPort()
                    : service.startsWith("https") ? 443 : service.startsWith("redis") ? 6379 : 80;
            return Optional.ofNullable(uri.getHost())
                    .map(host -> host + ":" + port)
                    .filter(AddressReader::isRefusable);
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        }
    }

    private static boolean isRefusable(String entry) {
        try {
            CameraAddresses.checkRefused(entry);
            return true;
        } catch (IllegalArgumentException unfit) {
            return false;
        }
    }

    CameraAddresses addresses() {
        return addresses;
    }

    /** Notes what is wrong with one camera's place and transport. */
    void check(Section camera, CameraUrl url, boolean overUdp) {
        url.refusal(addresses)
                .ifPresent(found -> camera.problem("url", "an address that camera-addresses allow", found));
        if (overUdp && !unchecked.contains("udp")) {
            camera.problem(
                    "transport",
                    "tcp, or camera-addresses.unchecked: [udp], because with udp a camera itself says where packets are sent",
                    "udp");
        }
        if (!url.isFile() && !url.isRtsp() && !unchecked.contains("http")) {
            camera.problem(
                    "url",
                    "rtsp, rtsps or a file, or camera-addresses.unchecked: [http], because a server's redirects and playlists"
                            + " are followed wherever they lead",
                    url.scheme());
        }
    }
}
