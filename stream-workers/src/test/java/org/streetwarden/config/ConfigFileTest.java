package org.streetwarden.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.config.ConfigFile.ZoneFile;
import org.streetwarden.config.PatrolConfig.Mode;
import org.streetwarden.config.PatrolConfig.UpstreamConfig;
import org.streetwarden.config.PatrolConfig.Way;
import org.streetwarden.config.WorkerConfig.VerifierConfig;
import org.streetwarden.engines.DemoKey;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

class ConfigFileTest {

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "STREETWARDEN_S3_ACCESS_KEY", "key",
            "STREETWARDEN_S3_SECRET_KEY", "secret",
            "MARKET_STREET_3_PASSWORD", "pass");

    @TempDir
    Path dir;

    @Test
    void loadsTheShippedSample() throws ConfigProblems {
        WorkerConfig config = new ConfigFile(sample(), ENVIRONMENT::get).worker();

        assertThat(config.cameras()).hasSize(2);
        CameraConfig market = config.cameras().getFirst();
        assertThat(market.url()).isEqualTo(CameraUrl.parse("rtsp://viewer:pass@10.20.30.40/Streaming/Channels/101"));
        assertThat(market.zones()).extracting(Zone::kind).containsExactly(Kind.VENDING, Kind.BIN_OVERFLOW);
        assertThat(market.zones().get(1).overrides().raiseAfter()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.cameras().get(1).zones())
                .extracting(Zone::kind)
                .containsExactly(Kind.VENDING, Kind.BIN_OVERFLOW, Kind.DUMPING);
        assertThat(config.cameras()).extracting(CameraConfig::group).containsExactly("market", "default");
        assertThat(config.models().trustedKeys()).isEmpty();
        assertThat(config.models().reportEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.rules().get(Kind.DUMPING).raiseAfter()).isEqualTo(Duration.ofMinutes(10));
    }

    /** The key is that of RFC 8410, section 10.1. */
    @Test
    void readsTrustedKeysAndGroupsAndSaysWhatIsNone() throws Exception {
        String key = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
        Path sound = write("models: { trusted-keys: [\"" + key + "\"], report-every: 2s, least-looks: 20 }");
        WorkerConfig config = new ConfigFile(sound, ENVIRONMENT::get).worker();
        assertThat(config.models().trustedKeys()).hasSize(1);
        assertThat(config.models().reportEvery()).isEqualTo(Duration.ofSeconds(2));

        Path file = write("""
                models: { trusted-keys: [abc], report-every: 0s, least-looks: 0 }
                cameras:
                  - { id: a, url: "rtsp://10.0.0.1/a", whole-picture: true, group: "two words" }
                """);
        assertThatThrownBy(() -> new ConfigFile(file, ENVIRONMENT::get).worker())
                .hasMessageContainingAll(
                        "models.trusted-keys: expected Ed25519 public keys in base64",
                        "models.report-every: expected a span above 0",
                        "models.least-looks: expected a whole number from 1",
                        "group: expected 1 to 64 letters, digits, '.', '-', '_', found 'two words'");
    }

    @Test
    void looksForStaticObjectsAndVerifiesOnlyWhereToldTo() throws ConfigProblems, IOException {
        WorkerConfig shipped = new ConfigFile(sample(), ENVIRONMENT::get).worker();
        assertThat(shipped.scene()).isNull();
        assertThat(shipped.verifier()).isNull();

        Path file = write("""
                static-objects: { enabled: true, learn-after: 5m }
                verifier: { package: zoo/crop, ask-again: 1h }
                cameras: [{ id: a, url: "rtsp://h/1", whole-picture: true }]
                """);
        WorkerConfig told = new ConfigFile(file, ENVIRONMENT::get).worker();
        assertThat(told.scene()).isEqualTo(new SceneSettings(Duration.ofMinutes(5), Duration.ofHours(24)));
        assertThat(told.verifier()).isEqualTo(new VerifierConfig(Path.of("zoo/crop"), Duration.ofHours(1)));
    }

    @Test
    void sharesCamerasOnlyWhereToldTo() throws Exception {
        assertThat(new ConfigFile(sample(), ENVIRONMENT::get).worker().fleet()).isEqualTo(FleetConfig.ALONE);

        Path told = write("""
                fleet: { enabled: true, capacity: 700 }
                cameras: [{ id: a, url: "rtsp://h/1", whole-picture: true }]
                """);
        assertThat(new ConfigFile(told, ENVIRONMENT::get).worker().fleet()).isEqualTo(new FleetConfig(true, 700));

        Path unfit = write("fleet: { enabled: perhaps, capacity: -1, size: 3 }");
        assertThatThrownBy(() -> new ConfigFile(unfit, ENVIRONMENT::get).worker())
                .hasMessageContainingAll(
                        "fleet.enabled: expected true or false",
                        "fleet.capacity: expected a whole number from 0 to 20000",
                        "fleet.size: unknown key");
    }

    @Test
    void asksCamerasOnlyWhereTheyMayBe() throws Exception {
        Path told = write("""
                camera-addresses: { allowed: [10.0.0.0/8, loopback], refused: 10.0.9.0/24, unchecked: [udp] }
                cameras: [{ id: a, url: "rtsp://127.0.0.1:8554/a", transport: udp, whole-picture: true }]
                """);
        CameraConfig camera =
                new ConfigFile(told, ENVIRONMENT::get).worker().cameras().getFirst();
        assertThat(camera.addresses()).hasToString("10.0.0.0/8, loopback");

        Path unfit = write("""
                camera-addresses: { allowed: [10.0.0.0/99, 169.254.0.0/16], refused: [db.lan], unchecked: [ftp] }
                cameras: [{ id: a, url: "rtsp://10.0.0.1/a", whole-picture: true }]
                """);
        assertThatThrownBy(() -> new ConfigFile(unfit, ENVIRONMENT::get).worker())
                .hasMessageContainingAll(
                        "camera-addresses.allowed: expected any, loopback, an address, a block",
                        "found '10.0.0.0/99'",
                        "found '169.254.0.0/16': link-local",
                        "camera-addresses.refused: expected an address, a block, or a host's name with its port",
                        "camera-addresses.unchecked: expected udp or http, found 'ftp'");
    }

    @Test
    void refusesCamerasAtPlacesThatAreNone() throws IOException {
        Path file = write("""
                redis: { url: "redis://:hidden@10.0.0.5:6379" }
                evidence: { endpoint: "http://10.0.0.6:9000", access-key: a, secret-key: b }
                camera-addresses: { allowed: 10.0.0.0/8 }
                cameras:
                  - { id: a, url: "rtsp://10.0.0.5:6379/a", whole-picture: true }
                  - { id: b, url: "rtsp://10.0.0.6:9000/b", whole-picture: true }
                  - { id: c, url: "rtsp://169.254.169.254/latest", whole-picture: true }
                  - { id: d, url: "rtsp://[::1]/d", whole-picture: true }
                  - { id: e, url: "rtsp://192.168.1.2/e", whole-picture: true }
                  - { id: f, url: "http://10.0.0.7/f", whole-picture: true }
                  - { id: g, url: "rtsp://10.0.0.8/g", transport: udp, whole-picture: true }
                """);
        assertThatThrownBy(() -> new ConfigFile(file, ENVIRONMENT::get).worker())
                .hasMessageContainingAll(
                        "cameras[0].url: expected an address that camera-addresses allow, found 10.0.0.5 port 6379, which is refused",
                        "cameras[1].url: expected an address that camera-addresses allow, found 10.0.0.6 port 9000",
                        "cameras[2].url: expected an address that camera-addresses allow, found 169.254.169.254, which is link-local",
                        "cameras[3].url: expected an address that camera-addresses allow, found 0:0:0:0:0:0:0:1, which is this machine",
                        "cameras[4].url: expected an address that camera-addresses allow, found 192.168.1.2, which is none of these",
                        "cameras[5].url: expected rtsp, rtsps or a file, or camera-addresses.unchecked: [http]",
                        "cameras[6].transport: expected tcp, or camera-addresses.unchecked: [udp]")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void refusesNamesThatNoManifestCanHold() throws IOException {
        Path file = write("""
                redis: { url: "redis://:hidden@10.0.0.5:6379" }
                evidence: { endpoint: "http://10.0.0.6:9000", access-key: a, secret-key: b }
                cameras:
                  - { id: a, name: "gate \\uFFFE", url: "rtsp://10.1.0.5/a", whole-picture: true }
                  - { id: b, name: "gate \\uFDD0", url: "rtsp://10.1.0.5/b", whole-picture: true }
                  - { id: c, name: "gate \\a", url: "rtsp://10.1.0.5/c", whole-picture: true }
                  - { id: d, name: "${HALF}", url: "rtsp://10.1.0.5/d", whole-picture: true }
                """);
        assertThatThrownBy(() ->
                        new ConfigFile(file, name -> name.equals("HALF") ? "\ud83d" : ENVIRONMENT.get(name)).worker())
                .hasMessageContainingAll(
                        "cameras[0].name: expected characters that others can read",
                        "cameras[1].name: expected characters that others can read",
                        "cameras[2].name: expected at most 200 printable characters",
                        "cameras[3].name: expected characters that others can read");
    }

    @Test
    void guardsViewsUnlessToldNotTo() throws ConfigProblems, IOException {
        WorkerConfig shipped = new ConfigFile(sample(), ENVIRONMENT::get).worker();
        assertThat(shipped.view().of("any")).isEqualTo(ViewSettings.DEFAULTS);

        Path file = write("""
                view: { ask-after: 2h, names: [{ camera: a, name: "moved in May" }] }
                cameras: [{ id: a, url: "rtsp://h/1", whole-picture: true }]
                """);
        WorkerConfig told = new ConfigFile(file, ENVIRONMENT::get).worker();
        assertThat(told.view().of("a"))
                .isEqualTo(new ViewSettings("moved in May", Duration.ofMinutes(5), Duration.ofHours(2)));
        assertThat(told.view().of("b").label()).isEmpty();

        Path off = write("""
                view: { enabled: false }
                cameras: [{ id: a, url: "rtsp://h/1", whole-picture: true }]
                """);
        assertThat(new ConfigFile(off, ENVIRONMENT::get).worker().view()).isNull();
    }

    @Test
    void printsNoSecret() throws ConfigProblems {
        WorkerConfig config = new ConfigFile(sample(), ENVIRONMENT::get).worker();

        assertThat(config + " " + config.cameras() + " " + config.evidence())
                .doesNotContain("pass", "secret", "viewer");
    }

    @Test
    void reportsEveryProblemAtOnce() throws IOException {
        Path file = write("""
                redis: { url: "redis//hunter2" }
                evidence: { endpoint: "minio:9000" }
                watch: { interval: 2s, key-limit: 1s, colour: red }
                model: { engine: tensorflow }
                verifier: { package: v, ask-again: 2d }
                static-objects: { enabled: maybe, learn-after: 1ms, colour: red }
                view: { ask-after: 1s, names: [{ camera: a, colour: red }] }
                cameras:
                  - id: a
                    url: rtsp://h/1
                    zones:
                      - { id: two-corners, kind: vending, polygon: [[0.1, 0.1], [0.2, 0.2]] }
                      - { id: outside, kind: dumping, polygon: [[0.1, 0.1], [1.7, 0.1], [0.5, 0.9]] }
                      - { id: odd, kind: jaywalking, polygon: [[0.1, 0.1], [0.7, 0.1], [0.5, 0.9]] }
                      - { id: hasty, kind: vending, rule: { raise-after: 3s, notice-after: 5s } }
                  - id: a
                    url: gopher://user:hunter2@h/2
                    password: ${NOWHERE}
                """);

        assertThatThrownBy(() -> new ConfigFile(file, ENVIRONMENT::get).worker())
                .asInstanceOf(InstanceOfAssertFactories.type(ConfigProblems.class))
                .satisfies(refusal -> {
                    assertThat(refusal.problems())
                            .allSatisfy(problem -> assertThat(problem).startsWith(file + ":"));
                    assertThat(refusal.getMessage())
                            .contains("watch.key-limit: expected at least interval, PT2S, found PT1S")
                            .contains("watch.colour: unknown key")
                            .contains("redis.url: redis url: expected redis://[:password@]host:port")
                            .contains("evidence.endpoint: evidence endpoint: expected http(s)://host[:port]")
                            .contains("model.engine: expected onnxruntime or djl, found tensorflow")
                            .contains("verifier.ask-again: expected")
                            .contains("static-objects.enabled: expected true or false, found maybe")
                            .contains("learn-after: expected PT1S to PT24H, found PT0.001S")
                            .contains("static-objects.colour: unknown key")
                            .contains("view: ask-after: expected PT1M to PT720H, found PT1S")
                            .contains("view.names[0].name: expected")
                            .contains("view.names[0].colour: unknown key")
                            .contains("zones[0]: polygon: expected 3 to 256 corners, found 2")
                            .contains("zones[1]: corner 2: expected x and y from 0 to 1")
                            .contains("zones[2].kind: expected one of vending, bin-overflow, dumping, green-parking,"
                                    + " found jaywalking")
                            .contains("zones[3].rule: notice-after: expected PT0S to PT3S, found PT5S")
                            .contains("cameras[1].id: expected an id of its own, found 'a' a second time")
                            .contains("cameras[1].url: camera url: expected rtsp, rtsps, http, https or file")
                            .contains("cameras[1].password: expected environment variable NOWHERE, found it is not set")
                            .contains("cameras[1].zones: expected at least one zone")
                            .doesNotContain("hunter2");
                });
    }

    @Test
    void saysWhereYamlIsTorn() throws IOException {
        Path file = write("cameras:\n  - id: [a\n");

        assertThatThrownBy(() -> new ConfigFile(file, ENVIRONMENT::get).worker())
                .hasMessageContaining(file + ": line 2: expected YAML");
    }

    @Test
    void refusesAMissingFileAnEmptyOneAndTheWrongShape() throws IOException {
        Path missing = dir.resolve("none.yaml");
        assertThatThrownBy(() -> new ConfigFile(missing, ENVIRONMENT::get).worker())
                .hasMessageContaining("none.yaml: expected a readable UTF-8 file");
        Path list = write("- just\n- a list\n");
        assertThatThrownBy(() -> new ConfigFile(list, ENVIRONMENT::get).worker())
                .hasMessageContaining("expected a mapping");
        Path empty = write("");
        assertThatThrownBy(() -> new ConfigFile(empty, name -> null).worker()).hasMessageContaining("access-key");
    }

    @Test
    void readsZonesForAFile() throws Exception {
        Path file =
                write("zones:\n  - { id: z, kind: dumping }\nrules: { dumping: { raise-after: 20s, notice-after: 10s,"
                        + " grace: 5s, blind-carry: 5s } }\n");

        ZoneFile zones = new ConfigFile(file, name -> null).zones();

        assertThat(zones.zones()).extracting(Zone::id).isEqualTo(List.of("z"));
        assertThat(zones.rules().get(Kind.DUMPING).raiseAfter()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void opensTheKeyThatSeals() throws Exception {
        Path store = DemoKey.in(dir.resolve("key.p12"), "only-a-test", "worker");
        String cameras = "cameras: [{ id: a, url: 'rtsp://10.0.0.1/', whole-picture: true }]\n";
        String yaml = "evidence: { signing: { keystore: '%s', password: %s } }%n" + cameras;
        assertThat(read(yaml.formatted(store, "only-a-test"))
                        .evidence()
                        .key()
                        .algorithm()
                        .id())
                .isEqualTo("Ed25519");
        assertThat(read(cameras).evidence().key()).isNull();
        assertThatThrownBy(() -> read(yaml.formatted(store, "other-secret")))
                .hasMessageContaining("evidence.signing.keystore: expected a key to sign with")
                .hasMessageNotContaining("other-secret");
        assertThatThrownBy(() -> read(yaml.formatted(dir.resolve("none"), "x")))
                .hasMessageContaining("no file of at most");
    }

    private WorkerConfig read(String yaml) throws Exception {
        return new ConfigFile(write(yaml), ENVIRONMENT::get).worker();
    }

    private static Path sample() {
        return Path.of(System.getProperty("streetwarden.root"), "stream-workers", "config", "worker.yaml");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(dir.resolve("worker.yaml"), yaml);
    }

    @Test
    void readsHowCamerasAreVisited() throws ConfigProblems {
        WorkerConfig config = new ConfigFile(sample(), ENVIRONMENT::get).worker();
        PatrolConfig patrol = config.watch().patrol();
        CameraConfig market = config.cameras().get(0);
        CameraConfig ringRoad = config.cameras().get(1);
        Instant evening = Instant.parse("2026-03-01T10:00:00Z");
        Instant night = Instant.parse("2026-03-01T18:00:00Z");

        assertThat(patrol.way(market, evening)).isEqualTo(new Way(Mode.PATROL, Duration.ofMinutes(1)));
        assertThat(patrol.way(market, night)).isEqualTo(new Way(Mode.WATCH, Duration.ofMinutes(5)));
        assertThat(patrol.way(ringRoad, evening)).isEqualTo(new Way(Mode.PATROL, Duration.ofMinutes(5)));
        assertThat(patrol.upstreamOf(ringRoad)).isEqualTo(new UpstreamConfig("gateway-1", 64, 20));
        assertThat(patrol.upstreamOf(market)).isEqualTo(UpstreamConfig.unlimited("10.20.30.40"));
    }

    @Test
    void refusesOneStreamUnderTwoIdsAndPlansForNobody() throws IOException {
        Path file = write("""
                watch: { mode: guard, patrol: { every: 25h, looks: 0 }, burst: { most: -1 } }
                plans: [{ groups: [nobody], cameras: [c], kinds: [jaywalking], hours: "never" }]
                upstreams: [{ id: gw, sessions: 0 }, { id: gw }]
                cameras:
                  - { id: a, url: "rtsp://h/1?key=1", user: x, password: y, whole-picture: true }
                  - { id: b, url: "rtsp://h/1?key=1", whole-picture: true, mode: stare }
                  - { id: c, url: "rtsp://h/1?key=2", whole-picture: true, upstream: " " }
                """);
        assertThatThrownBy(() -> new ConfigFile(file, ENVIRONMENT::get).worker())
                .hasMessageContainingAll(
                        "watch.mode: expected watch or patrol, found guard",
                        "watch.patrol.every: expected 1s to 24h, found PT25H",
                        "watch.patrol.looks: expected a whole number from 1",
                        "watch.burst.most: expected a whole number from 0",
                        "plans: expected under 'groups' a name that some camera has, found 'nobody'",
                        "plans[0].kinds: expected vending, bin-overflow",
                        "plans[0].hours: ",
                        "upstreams[0].sessions: expected a whole number from 1",
                        "upstreams[1].id: expected an id of its own, found 'gw' a second time",
                        "cameras[1].url: expected a stream of its own",
                        "found that of camera 'a'",
                        "cameras[1].mode: expected watch or patrol, found stare",
                        "cameras[2].upstream: expected 1 to 255 characters")
                .hasMessageNotContaining("key=1")
                .hasMessageNotContaining("cameras[2].url");
    }

    /** A county's; the file is longer than the YAML reader's own limit of 3 million characters. */
    @Test
    void readsThousandsOfCamerasAndNotMoreThanItMay() throws Exception {
        StringBuilder text = new StringBuilder(("# " + "-".repeat(98) + "\n").repeat(30_000) + "cameras:\n");
        for (int i = 0; i < 3000; i++) {
            text.append("- { id: street-%d, url: \"rtsp://10.20.30.40/%d\", upstream: gw, whole-picture: true }\n"
                    .formatted(i, i));
        }
        assertThat(new ConfigFile(write(text.toString()), ENVIRONMENT::get)
                        .worker()
                        .cameras())
                .hasSize(3000);
        Path tooMany = write("cameras: [" + "{},".repeat(20_000) + "{}]");
        assertThatThrownBy(() -> new ConfigFile(tooMany, ENVIRONMENT::get).worker())
                .hasMessageContaining("cameras: expected at most 20000, found 20001");
    }
}
