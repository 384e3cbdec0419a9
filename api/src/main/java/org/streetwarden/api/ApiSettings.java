package org.streetwarden.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.streetwarden.api.accounts.KeyFile;
import org.streetwarden.api.cases.ReviewGate;
import org.streetwarden.api.coverage.CoveragePromise;
import org.streetwarden.api.flights.UploadBounds;
import org.streetwarden.api.life.CheckRule;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.api.models.ModelKeys;
import org.streetwarden.api.notary.NotarySettings;
import org.streetwarden.api.oidc.Provider;
import org.streetwarden.api.oidc.ProviderFile;
import org.streetwarden.api.proof.LogIdentity;
import org.streetwarden.api.push.AddressGuard.Service;
import org.streetwarden.api.push.HandOver;
import org.streetwarden.api.push.Target;
import org.streetwarden.api.push.TargetFile;
import org.streetwarden.api.retention.RetentionRules;
import org.streetwarden.proof.SigningKey;
import org.streetwarden.zone.Kind;

/**
 * What the api needs to know.
 *
 * @param port 0 for a free one
 * @param redisUrl may hold a password; never shown
 * @param district six digits, part of every case number
 * @param modelKeys public keys of which one must have signed every model package; empty where none need be signed
 * @param modelMaxBytes of one package's archive
 * @param coverage how often every living camera is to be seen
 * @param review which cases wait for a reviewer
 * @param statusMap what the platform's words for states mean
 * @param publicUrl the api's address as platforms reach it; empty where events carry paths alone
 * @param linkLife how long a link in an event shows a masked picture
 * @param targets whom events are pushed to
 * @param log name and key of the log of evidence and acts
 * @param keys that the installation brings along
 * @param uploads what pilots may bring
 * @param checks how it is checked whether the thing of a handled case is gone, by kind
 * @param retention how long what is kept
 * @param notary who gets checkpoints of that log
 * @param provider that proves who people are; empty where they have accounts here alone
 */
record ApiSettings(
        String bindAddress,
        int port,
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        String redisUrl,
        String s3Endpoint,
        String s3Region,
        String s3AccessKey,
        String s3SecretKey,
        String s3Bucket,
        String district,
        String modelKeys,
        long modelMaxBytes,
        CoveragePromise coverage,
        ReviewGate review,
        StatusMap statusMap,
        String publicUrl,
        Duration linkLife,
        List<Target> targets,
        LogIdentity log,
        KeyFile keys,
        UploadBounds uploads,
        Map<Kind, CheckRule> checks,
        RetentionRules retention,
        NotarySettings notary,
        Optional<Provider> provider) {

    private static final long GIBIBYTE = 1L << 30;
    private static final Pattern SERVER = Pattern.compile(
            "(?<scheme>[a-z0-9]+)://(?:[^@/]*@)?\\[?(?<host>[0-9A-Fa-f:]*(?=])|[^:/\\[?,]+)]?(?::(?<port>[0-9]{1,5}))?");
    private static final Map<String, Integer> USUAL_PORTS =
            Map.of("postgresql", 5432, "redis", 6379, "rediss", 6379, "https", 443);

    /** Every problem at once; the message never holds a value that may be secret. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(List<String> problems) {
            super(String.join(System.lineSeparator(), problems));
        }
    }

    /** @param values by the names of environment variables */
    static ApiSettings from(Map<String, String> values) throws Unusable {
        Reading read = new Reading(values);
        ApiSettings settings = new ApiSettings(
                read.matching("STREETWARDEN_BIND", "[0-9A-Za-z.:-]{1,253}", "an address or host name", "127.0.0.1"),
                read.port("STREETWARDEN_PORT", 8080),
                read.url("STREETWARDEN_DB_URL", "jdbc:postgresql://\\S+", "jdbc:postgresql://host:port/database"),
                read.matching("STREETWARDEN_DB_USER", ".{1,63}", "a user name", null),
                read.secret("STREETWARDEN_DB_PASSWORD"),
                read.url("STREETWARDEN_REDIS_URL", "rediss?://\\S+", "redis://[:password@]host:port"),
                read.url("STREETWARDEN_S3_ENDPOINT", "https?://[^\\s/@]+/?", "http(s)://host:port"),
                read.matching("STREETWARDEN_S3_REGION", "[a-z0-9-]{1,32}", "a region", "us-east-1"),
                read.secret("STREETWARDEN_S3_ACCESS_KEY"),
                read.secret("STREETWARDEN_S3_SECRET_KEY"),
                read.matching(
                        "STREETWARDEN_S3_BUCKET",
                        "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
                        "a bucket name",
                        "streetwarden-evidence"),
                read.matching("STREETWARDEN_DISTRICT", "[0-9]{6}", "six digits", "370126"),
                read.keys("STREETWARDEN_MODEL_KEYS"),
                read.bytes("STREETWARDEN_MODEL_MAX_BYTES", GIBIBYTE),
                read.promise("STREETWARDEN_COVERAGE_PROMISE", "STREETWARDEN_COVERAGE_SHARE"),
                read.parsed(
                        "STREETWARDEN_REVIEW", "KIND=always or KIND=SCORE, as green-parking=0.9", ReviewGate::parse),
                read.parsed("STREETWARDEN_STATUS_MAP", "WORD=STATE, as 立案=REGISTERED", StatusMap::parse),
                read.matching("STREETWARDEN_PUBLIC_URL", "|https?://[^\\s/@?#]+", "http(s)://host:port", ""),
                read.days("STREETWARDEN_LINK_LIFE", 7),
                read.targets("STREETWARDEN_PUSH_TARGETS"),
                read.log(),
                KeyFile.read(values.getOrDefault("STREETWARDEN_CALLERS", ""), read.problems::add),
                new UploadBounds(
                        Math.min(UploadBounds.MOST_BYTES, read.bytes("STREETWARDEN_UPLOAD_MAX_BYTES", 16 * GIBIBYTE)),
                        read.bytes("STREETWARDEN_PILOT_MAX_BYTES", 200 * GIBIBYTE)),
                read.parsed(
                        "STREETWARDEN_CHECKS",
                        "KIND=off or KIND=LOOKSxAPART/WITHIN/AGAIN, as vending=5x3m/1h/6h",
                        CheckRule::parse),
                read.parsed(
                        "STREETWARDEN_RETENTION",
                        "off, or CLASS=DAYSd or CLASS=forever, as closed-cases=730d",
                        RetentionRules::parse),
                NotarySettings.read(values, read.problems::add),
                read.provider("STREETWARDEN_OIDC", "STREETWARDEN_PUBLIC_URL"));
        if (!read.problems.isEmpty()) {
            throw new Unusable(read.problems);
        }
        return settings;
    }

    /** What the hand-over goes by; no target may be one of the servers named here. */
    HandOver.Settings handOver() {
        return new HandOver.Settings(targets, district, publicUrl, ownServices(), statusMap, linkLife);
    }

    /** The servers named here, which nothing that goes out may reach. */
    List<Service> ownServices() {
        return Stream.of(databaseUrl, redisUrl, s3Endpoint)
                .map(SERVER::matcher)
                .filter(Matcher::find)
                .map(found -> new Service(found.group("host"), portOf(found)))
                .toList();
    }

    private static int portOf(Matcher server) {
        return server.group("port") == null
                ? USUAL_PORTS.getOrDefault(server.group("scheme"), 80)
                : Integer.parseInt(server.group("port"));
    }

    private static final class Reading {

        private final Map<String, String> values;
        private final List<String> problems = new ArrayList<>();

        Reading(Map<String, String> values) {
            this.values = values;
        }

        /** @param otherwise null where the setting is required */
        String matching(String name, String pattern, String expected, String otherwise) {
            String value = Optional.ofNullable(values.get(name))
                    .filter(text -> !text.isBlank())
                    .orElse(otherwise);
            if (value == null) {
                problems.add(name + ": expected " + expected + ", found nothing");
            } else if (!value.matches(pattern)) {
                problems.add(name + ": expected " + expected + ", found " + value);
            }
            return value;
        }

        int port(String name, int otherwise) {
            String text = matching(name, "[0-9]{1,5}", "a port from 0 to 65535", Integer.toString(otherwise));
            int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
            if (port > 65_535) {
                problems.add(name + ": expected a port from 0 to 65535, found " + text);
            }
            return port;
        }

        long bytes(String name, long otherwise) {
            String text = matching(name, "[1-9][0-9]{0,11}", "bytes from 1 to 999999999999", Long.toString(otherwise));
            return text.matches("[1-9][0-9]{0,11}") ? Long.parseLong(text) : otherwise;
        }

        Duration days(String name, int otherwise) {
            String form = "([1-9]|[12][0-9]|30)d";
            String text = matching(name, form, "days from 1d to 30d", otherwise + "d");
            return Duration.ofDays(text.matches(form) ? Long.parseLong(text.replace("d", "")) : otherwise);
        }

        /** @return null, with a problem noted, where it is none */
        CoveragePromise promise(String every, String share) {
            String expected = "minutes that divide an hour, as 5m";
            String minutes = matching(every, "[0-9]{1,2}m", expected, "5m");
            String part = matching(share, "[01](\\.[0-9]{1,6})?", "a share above 0 and at most 1, as 0.995", "0.995");
            if (!problems.isEmpty()) {
                return null;
            }
            try {
                return new CoveragePromise(
                        Duration.ofMinutes(Long.parseLong(minutes.replace("m", ""))), Double.parseDouble(part));
            } catch (IllegalArgumentException unsound) {
                problems.add(every + ", " + share + ": " + unsound.getMessage());
                return null;
            }
        }

        /** @return null, with a problem noted, where it cannot be read */
        <T> T parsed(String name, String expected, Function<String, T> parser) {
            try {
                return parser.apply(values.getOrDefault(name, ""));
            } catch (IllegalArgumentException unreadable) {
                problems.add(
                        name + ": expected " + expected + " with commas between, found " + unreadable.getMessage());
                return null;
            }
        }

        List<Target> targets(String name) {
            String file = values.getOrDefault(name, "");
            return file.isBlank() ? List.of() : TargetFile.read(Path.of(file), values, problems::add);
        }

        Optional<Provider> provider(String name, String publicUrl) {
            String file = values.getOrDefault(name, "");
            if (!file.isBlank() && values.getOrDefault(publicUrl, "").isBlank()) {
                problems.add(publicUrl + ": expected the api's address as browsers reach it, because " + name
                        + " is set, found nothing");
            }
            return file.isBlank() ? Optional.empty() : ProviderFile.read(Path.of(file), values, problems::add);
        }

        String keys(String name) {
            String text = values.getOrDefault(name, "");
            try {
                ModelKeys.parse(text);
            } catch (IllegalArgumentException unreadable) {
                problems.add(name + ": expected Ed25519 public keys in base64, found something else");
            }
            return text;
        }

        /** @return unsigned, with a problem noted, where the key cannot be used */
        LogIdentity log() {
            String origin = matching(
                    "STREETWARDEN_LOG_ORIGIN",
                    "[0-9A-Za-z._:/-]{1,120}",
                    "a name without blanks, as city.example/evidence",
                    "streetwarden/evidence");
            String store = values.getOrDefault("STREETWARDEN_LOG_KEYSTORE", "");
            String device = values.getOrDefault("STREETWARDEN_LOG_PKCS11", "");
            String password = values.getOrDefault("STREETWARDEN_LOG_PASSWORD", "");
            String alias = values.getOrDefault("STREETWARDEN_LOG_ALIAS", "");
            try {
                SigningKey key = null;
                if (!store.isBlank()) {
                    key = SigningKey.pkcs12(Files.readAllBytes(Path.of(store)), password.toCharArray(), alias);
                } else if (!device.isBlank()) {
                    key = SigningKey.pkcs11(device, password.toCharArray(), alias);
                }
                return new LogIdentity(origin, key);
            } catch (GeneralSecurityException | IOException | IllegalArgumentException unusable) {
                problems.add("STREETWARDEN_LOG_KEYSTORE, STREETWARDEN_LOG_PKCS11: expected an Ed25519 key, found: "
                        + unusable.getMessage());
                return new LogIdentity("unusable", null);
            }
        }

        String secret(String name) {
            String value = values.getOrDefault(name, "");
            if (value.isBlank()) {
                problems.add(name + ": expected a secret, found nothing");
            }
            return value;
        }

        /** Required; may carry a secret, so it is never shown. */
        String url(String name, String pattern, String expected) {
            String value = values.getOrDefault(name, "");
            if (!value.matches(pattern)) {
                problems.add(name + ": expected " + expected + ", found "
                        + (value.isBlank() ? "nothing" : "something else"));
            }
            return value;
        }
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "ApiSettings[%s:%d, %s, %s]".formatted(bindAddress, port, s3Endpoint, district);
    }
}
