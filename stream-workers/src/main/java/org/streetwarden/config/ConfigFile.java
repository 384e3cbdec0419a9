package org.streetwarden.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.config.WorkerConfig.EvidenceStoreConfig;
import org.streetwarden.config.WorkerConfig.ModelConfig;
import org.streetwarden.config.WorkerConfig.ModelsConfig;
import org.streetwarden.config.WorkerConfig.VerifierConfig;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.directory.PlainText;
import org.streetwarden.filing.ObjectLock;
import org.streetwarden.filing.RedisRecordBus;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.source.CameraAddresses;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Zone;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads the worker's YAML and the zone files of {@code analyze}; see the commented sample {@code config/worker.yaml}. */
public final class ConfigFile {

    private static final long MAX_BYTES = 16L << 20;
    private static final int MAX_CAMERAS = 20_000;
    private static final int MAX_NAME_CHARS = 200;
    private static final ObjectMapper YAML =
            new ObjectMapper(yaml()).enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final Path file;
    private final UnaryOperator<String> environment;
    private final List<String> problems = new ArrayList<>();

    /** @param environment looks a variable up; null where it is not set */
    public ConfigFile(Path file, UnaryOperator<String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /** What a zone file of {@code analyze} says. */
    public record ZoneFile(List<Zone> zones, Map<Kind, RuleOverrides> rules, SceneSettings scene) {

        /** The whole picture, for every kind, by the default rules. */
        public static ZoneFile wholePicture() {
            return new ZoneFile(ZoneReader.wholePicture(), Map.of(), null);
        }
    }

    private static YAMLFactory yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit((int) MAX_BYTES);
        return YAMLFactory.builder().loaderOptions(options).build();
    }

    /** @throws ConfigProblems with every problem of the file */
    public WorkerConfig worker() throws ConfigProblems {
        Section top = top();
        Section worker = top.section("worker");
        String id = worker.text("id", "worker-1");
        if (!id.matches(Zone.ID)) {
            worker.problem("id", "1 to 64 letters, digits, '.', '-', '_'", "'" + id + "'");
        }
        Path data = Path.of(worker.text("data", environmentOr("STREETWARDEN_DATA_DIR", "var/worker")));
        int port = worker.whole("port", 0, 0, 65_535);
        int spoolMb = worker.whole("max-spool-mb", 4096, 16, 1 << 20);
        worker.refuseUnknown();
        Section redis = top.section("redis");
        String redisUrl = redis.text("url", environmentOr("STREETWARDEN_REDIS_URL", "redis://127.0.0.1:6379"));
        check(redis, "url", () -> RedisRecordBus.check(redisUrl));
        redis.refuseUnknown();
        Map<Kind, RuleOverrides> rules = ZoneReader.rules(top.section("rules"));
        EvidenceStoreConfig evidence = evidence(top.section("evidence"));
        List<String> services = List.of(redisUrl, evidence.endpoint(), "http://127.0.0.1:" + port);
        AddressReader addresses = new AddressReader(top.section("camera-addresses"), services);
        WorkerConfig config = new WorkerConfig(
                id,
                data,
                port,
                redisUrl,
                evidence,
                (long) spoolMb << 20,
                model(top.section("model")),
                verifier(top.section("verifier")),
                models(top.section("models")),
                watch(top, top.section("watch")),
                SceneReader.scene(top.section("static-objects")),
                ViewReader.view(top.section("view")),
                rules,
                cameras(top, rules, addresses),
                FleetConfig.read(top.section("fleet")),
                FlightsConfig.read(top.section("flights")));
        PatrolReader.checkNames(top, config.watch().patrol(), config.cameras());
        top.refuseUnknown();
        refuseProblems();
        return config;
    }

    /** @throws ConfigProblems with every problem of the file */
    public ZoneFile zones() throws ConfigProblems {
        Section top = top();
        Map<Kind, RuleOverrides> rules = ZoneReader.rules(top.section("rules"));
        List<Zone> zones = top.has("zones") ? ZoneReader.zones(top, rules) : ZoneReader.wholePicture();
        SceneSettings scene = SceneReader.scene(top.section("static-objects"));
        top.refuseUnknown();
        refuseProblems();
        return new ZoneFile(zones, rules, scene);
    }

    private Section top() throws ConfigProblems {
        return new Section(file + ":", tree(file), problems, environment);
    }

    /** A YAML file's content, bounded in size. */
    static JsonNode tree(Path file) throws ConfigProblems {
        try {
            long bytes = Files.size(file);
            if (bytes > MAX_BYTES) {
                throw new ConfigProblems(
                        List.of("%s: expected at most %d bytes, found %d".formatted(file, MAX_BYTES, bytes)));
            }
            return YAML.readTree(Files.readString(file));
        } catch (JsonProcessingException torn) {
            String where = torn.getLocation() == null
                    ? ""
                    : " line " + torn.getLocation().getLineNr();
            throw new ConfigProblems(List.of("%s:%s: expected YAML, found: %s"
                    .formatted(
                            file,
                            where,
                            torn.getOriginalMessage().lines().findFirst().orElse(""))));
        } catch (IOException unreadable) {
            throw new ConfigProblems(List.of(file + ": expected a readable UTF-8 file, found " + unreadable));
        }
    }

    private void refuseProblems() throws ConfigProblems {
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems);
        }
    }

    private EvidenceStoreConfig evidence(Section section) {
        EvidenceStoreConfig store = new EvidenceStoreConfig(
                section.text("endpoint", environmentOr("STREETWARDEN_S3_ENDPOINT", "http://127.0.0.1:9000")),
                section.text("bucket", environmentOr("STREETWARDEN_S3_BUCKET", "streetwarden-evidence")),
                section.text("access-key", environmentOr("STREETWARDEN_S3_ACCESS_KEY", "")),
                section.text("secret-key", environmentOr("STREETWARDEN_S3_SECRET_KEY", "")),
                SigningReader.key(section.section("signing"), this::environmentOr),
                lock(section),
                section.parsed("masked-clips", true, "true or false", ConfigFile::truth));
        if (store.accessKey().isEmpty() || store.secretKey().isEmpty()) {
            section.problem(
                    "access-key", "keys here or in STREETWARDEN_S3_ACCESS_KEY and STREETWARDEN_S3_SECRET_KEY", "none");
        }
        check(
                section,
                "endpoint",
                () -> new S3Settings(store.endpoint(), store.accessKey(), store.secretKey(), store.bucket()));
        section.refuseUnknown();
        return store;
    }

    private ObjectLock lock(Section section) {
        try {
            return ObjectLock.parse(section.text("lock", environmentOr("STREETWARDEN_S3_LOCK", ObjectLock.USUAL)));
        } catch (IllegalArgumentException unfit) {
            section.problem("lock", unfit.getMessage());
            return null;
        }
    }

    /** @param sound throws an {@code IllegalArgumentException} whose message holds no secret */
    private static void check(Section section, String key, Runnable sound) {
        try {
            sound.run();
        } catch (IllegalArgumentException unfit) {
            section.problem(key, unfit.getMessage());
        }
    }

    private ModelConfig model(Section section) {
        ModelConfig model = new ModelConfig(
                Path.of(section.text("package", "models/zoo/street-nano-0.4")),
                section.parsed("engine", "onnxruntime", "onnxruntime or djl", ConfigFile::engine),
                section.whole("threads", 1, 1, 256),
                section.text("variant", ""));
        section.refuseUnknown();
        return model;
    }

    /** @return null where no package is named */
    private static VerifierConfig verifier(Section section) {
        String folder = section.text("package", "");
        Duration again = section.span("ask-again", VerifierConfig.ASK_AGAIN);
        if (again.compareTo(Duration.ofSeconds(1)) < 0 || again.compareTo(Duration.ofHours(24)) > 0) {
            section.problem("ask-again", "1s to 24h", again.toString());
        }
        section.refuseUnknown();
        return folder.isEmpty() ? null : new VerifierConfig(Path.of(folder), again);
    }

    private ModelsConfig models(Section section) {
        List<PublicKey> keys = new ArrayList<>();
        for (JsonNode key : section.list("trusted-keys")) {
            try {
                byte[] encoded = Base64.getDecoder().decode(key.asText());
                keys.add(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (IllegalArgumentException | GeneralSecurityException unfit) {
                section.problem(
                        "trusted-keys", "Ed25519 public keys in base64, as model keygen makes them", key.asText());
            }
        }
        ModelsConfig models = new ModelsConfig(
                keys,
                section.span("report-every", Duration.ofSeconds(30)),
                section.whole("least-looks", 50, 1, 1_000_000));
        if (models.reportEvery().isZero() || models.reportEvery().isNegative()) {
            section.problem(
                    "report-every", "a span above 0", models.reportEvery().toString());
        }
        section.refuseUnknown();
        return models;
    }

    private static String engine(String name) {
        if (!Set.of("onnxruntime", "djl").contains(name)) {
            throw new IllegalArgumentException(name);
        }
        return name;
    }

    private static WatchConfig watch(Section top, Section section) {
        WatchConfig watch = new WatchConfig(
                section.span("interval", Duration.ofSeconds(2)),
                section.span("key-limit", Duration.ofSeconds(10)),
                section.whole("ring-kb", 16 * 1024, 256, 1 << 20) << 10,
                section.span("pre-roll", Duration.ofSeconds(10)),
                section.span("post-roll", Duration.ofSeconds(10)),
                PatrolReader.patrol(top, section));
        if (watch.keyLimit().compareTo(watch.interval()) < 0) {
            section.problem(
                    "key-limit",
                    "at least interval, " + watch.interval(),
                    watch.keyLimit().toString());
        }
        section.refuseUnknown();
        return watch;
    }

    private static List<CameraConfig> cameras(Section top, Map<Kind, RuleOverrides> rules, AddressReader addresses) {
        List<CameraConfig> cameras = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Map<CameraUrl, String> streams = new HashMap<>();
        List<Section> sections = top.sections("cameras");
        if (sections.size() > MAX_CAMERAS) {
            top.problem("cameras", "at most " + MAX_CAMERAS, sections.size() + "");
            return cameras;
        }
        for (Section section : sections) {
            CameraConfig camera = camera(section, rules).within(addresses.addresses());
            addresses.check(section, camera.url(), camera.overUdp());
            String other = camera.url().isFile()
                    ? null
                    : streams.putIfAbsent(camera.url().withCredentials("", ""), camera.id());
            if (other != null) {
                section.problem(
                        "url",
                        "a stream of its own, so that nobody is asked for it twice and no case is filed twice",
                        "that of camera '%s': give that camera the zones of both".formatted(other));
            }
            if (!camera.id().matches(Zone.ID)) {
                section.problem("id", "1 to 64 letters, digits, '.', '-', '_'", "'" + camera.id() + "'");
            } else if (!ids.add(camera.id())) {
                section.problem("id", "an id of its own", "'" + camera.id() + "' a second time");
            }
            section.refuseUnknown();
            cameras.add(camera);
        }
        return cameras;
    }

    private static CameraConfig camera(Section section, Map<Kind, RuleOverrides> rules) {
        String id = section.text("id");
        CameraUrl url = url(section);
        boolean whole = section.parsed("whole-picture", false, "true or false", ConfigFile::truth);
        List<Zone> zones = whole ? ZoneReader.wholePicture() : ZoneReader.zones(section, rules);
        if (!whole && zones.isEmpty()) {
            section.problem("zones", "at least one zone, or whole-picture: true", "none");
        }
        String group = section.text("group", Rollout.DEFAULT_GROUP);
        if (!group.matches(Zone.ID)) {
            section.problem("group", "1 to 64 letters, digits, '.', '-', '_'", "'" + group + "'");
        }
        return new CameraConfig(
                id,
                name(section, id),
                group,
                url,
                section.parsed("transport", "tcp", "tcp or udp", ConfigFile::transport)
                        .equals("udp"),
                zones,
                PatrolReader.mode(section, null),
                PatrolReader.upstream(section, url.peer()),
                CameraAddresses.DEFAULT);
    }

    /** Incidents carry it, and intake takes none that a line cannot show. */
    private static String name(Section section, String id) {
        String name = section.text("name", id);
        if (name.length() > MAX_NAME_CHARS || !name.codePoints().allMatch(PlainText::printable)) {
            section.problem(
                    "name",
                    "at most %d printable characters".formatted(MAX_NAME_CHARS),
                    "%d, or one that is not printable".formatted(name.length()));
        }
        return name;
    }

    static boolean truth(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.parseBoolean(text);
    }

    private static String transport(String text) {
        if (!text.equals("tcp") && !text.equals("udp")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** A stand-in where it cannot be read: the problem is noted. */
    private static CameraUrl url(Section section) {
        String user = section.text("user", "");
        String password = section.text("password", "");
        try {
            CameraUrl url = CameraUrl.parse(section.text("url"));
            return user.isEmpty() ? url : url.withCredentials(user, password);
        } catch (IllegalArgumentException unfit) {
            section.problem("url", unfit.getMessage());
            return CameraUrl.of(Path.of("none"));
        }
    }

    private String environmentOr(String name, String otherwise) {
        String value = environment.apply(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
