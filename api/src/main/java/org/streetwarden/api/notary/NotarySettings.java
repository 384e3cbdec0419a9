package org.streetwarden.api.notary;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.streetwarden.api.push.AddressGuard;
import org.streetwarden.api.push.GuardedClient;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.proof.TimeStampAuthorities;

/**
 * Who gets checkpoints of the log.
 *
 * @param every a checkpoint is made this often at most, and only of a log that grew
 * @param authority who time-stamps them; empty where nobody does
 * @param folder where they are laid down; empty where they are not
 * @param url whom they are sent to; empty where they are not
 * @param allowed addresses with ports that may be reached though they are guarded
 */
public record NotarySettings(
        Duration every, Optional<Authority> authority, Optional<Path> folder, Optional<URI> url, Set<String> allowed) {

    private static final String OID = "[0-2](\\.(0|[1-9][0-9]{0,8})){2,20}";
    private static final int MAX_PEM_BYTES = 1 << 20;

    public NotarySettings {
        allowed = Set.copyOf(allowed);
    }

    /**
     * A time-stamp authority.
     *
     * @param policy object identifier of the rules to stamp by; null: its usual ones
     * @param trusted under whose certificates its tokens must stand
     */
    public record Authority(URI url, String policy, TimeStampAuthorities trusted) {}

    /** Whether anybody gets any. */
    boolean anybody() {
        return authority.isPresent() || folder.isPresent() || url.isPresent();
    }

    /**
     * Reads what is configured.
     *
     * @param values by the names of environment variables
     * @param problems takes every problem, without what may be secret
     */
    public static NotarySettings read(Map<String, String> values, Consumer<String> problems) {
        Reading read = new Reading(values, problems);
        return new NotarySettings(
                read.every("STREETWARDEN_CHECKPOINT_EVERY"),
                read.authority(),
                read.folder("STREETWARDEN_CHECKPOINT_FOLDER"),
                read.url("STREETWARDEN_CHECKPOINT_URL"),
                read.allowed("STREETWARDEN_CHECKPOINT_ALLOW"));
    }

    /** What addresses are asked by. */
    record Network(Set<String> allowed, List<AddressGuard.Service> own, Duration patience) {}

    private record Reading(Map<String, String> values, Consumer<String> problems) {

        private String text(String name) {
            return values.getOrDefault(name, "").strip();
        }

        private void wrong(String name, String expected, String found) {
            problems.accept("%s: expected %s, found %s".formatted(name, expected, found));
        }

        Duration every(String name) {
            String text = text(name).isEmpty() ? "10m" : text(name);
            if (!text.matches("([1-9][0-9]{0,2})[sm]")) {
                wrong(name, "1s to 999m", text);
                return Duration.ofMinutes(10);
            }
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return text.endsWith("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
        }

        Optional<URI> url(String name) {
            String text = text(name);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            try {
                URI uri = URI.create(text);
                if (uri.getHost() != null
                        && uri.getUserInfo() == null
                        && List.of("http", "https").contains(uri.getScheme())) {
                    return Optional.of(uri);
                }
            } catch (IllegalArgumentException noUri) {
                // said below
            }
            wrong(name, "http(s)://HOST… without a user", "something else");
            return Optional.empty();
        }

        Optional<Path> folder(String name) {
            String text = text(name);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            Path folder = Path.of(text);
            if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                wrong(name, "a folder that can be written", text);
                return Optional.empty();
            }
            return Optional.of(folder);
        }

        Set<String> allowed(String name) {
            Set<String> allowed = new LinkedHashSet<>();
            for (String each : text(name).isEmpty() ? new String[0] : text(name).split(",")) {
                GuardedClient.literal(each.strip())
                        .ifPresentOrElse(
                                allowed::add,
                                () -> wrong(
                                        name,
                                        "addresses and ports as 10.1.2.3:8443 with commas between",
                                        "something else"));
            }
            return allowed;
        }

        Optional<Authority> authority() {
            Optional<URI> url = url("STREETWARDEN_TSA_URL");
            String policy = text("STREETWARDEN_TSA_POLICY");
            String file = text("STREETWARDEN_TSA_CERT");
            if (url.isEmpty()) {
                if (!policy.isEmpty() || !file.isEmpty()) {
                    wrong(
                            "STREETWARDEN_TSA_URL",
                            "the authority's address beside its policy or certificate",
                            "nothing");
                }
                return Optional.empty();
            }
            if (!policy.isEmpty() && !policy.matches(OID)) {
                wrong("STREETWARDEN_TSA_POLICY", "an object identifier as 1.2.3.4", policy);
            }
            return trusted(file).map(trusted -> new Authority(url.get(), policy.isEmpty() ? null : policy, trusted));
        }

        private Optional<TimeStampAuthorities> trusted(String file) {
            try {
                if (!file.isEmpty() && Files.size(Path.of(file)) <= MAX_PEM_BYTES) {
                    return Optional.of(TimeStampAuthorities.parse(Files.readAllBytes(Path.of(file))));
                }
                wrong("STREETWARDEN_TSA_CERT", "a PEM file of the authority's certificates", "nothing or too much");
            } catch (IOException | MalformedProof unusable) {
                wrong("STREETWARDEN_TSA_CERT", "a PEM file of the authority's certificates", unusable.getMessage());
            }
            return Optional.empty();
        }
    }
}
