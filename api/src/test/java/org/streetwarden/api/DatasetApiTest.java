package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** From cases and verdicts to archives that are read back, over real servers. */
class DatasetApiTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONFIRMED = "{\"who\":\"王\",\"confirmed\":true,\"note\":\"张三的摊位\"}";
    private static final String BASE = "&until=2026-11-21T04:00:15Z";
    private static final String EVIL = "../x<&\"'\\u0001";

    @TempDir
    static Path dir;

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static String stall;
    private static String drawn;
    private static String nothing;
    private static String relabelled;
    private static final Map<String, String> LEFT_OUT = new TreeMap<>();

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        JudgedCases.importModel(peers, "stall", "person", "vehicle");
        peers.put(new CameraState(
                "cam-b", "北门", CameraState.State.WATCHING, "", "", "worker-1", Records.NOON, Records.NOON, 1, "north"));
        stall = judged(1, "cam-a", JudgedCases.STALL_PERSON_CAR, CONFIRMED);
        nothing = judged(2, "cam-b", JudgedCases.STALL_PERSON_CAR, not("false-detection", ""));
        relabelled =
                judged(3, "cam-26", JudgedCases.STALL_PERSON_CAR, not("other-class", ",\"otherClass\":\"rubbish\""));
        drawn = judged(
                4,
                "cam-a",
                JudgedCases.STALL_PERSON_CAR,
                "{\"who\":\"王\",\"confirmed\":true,\"boxes\":[" + box("stall", "0.1,0.1,0.3,0.3") + ","
                        + box("bin", "0,0.5,0.2,1") + "," + box("person", "0.3,0.5,0.4,0.9") + "]}");
        leaveOut("no-detections", judged(5, "cam-a", null, CONFIRMED));
        leaveOut("teaches-nothing", judged(6, "cam-a", JudgedCases.STALL_PERSON_CAR, not("gone", "")));
        leaveOut("privacy", judged(7, "cam-a", JudgedCases.STALL_PERSON_CAR, not("privacy", "")));
        leaveOut("object-masked", judged(8, "cam-a", JudgedCases.PERSON_BEFORE_STALL, CONFIRMED));
        leaveOut("evidence-damaged", judged(9, "cam-a", JudgedCases.STALL_PERSON_CAR, CONFIRMED));
        peers.store(Records.prefix(9) + "raised.jpg", "image/jpeg", JudgedCases.still(999));
        String foreign = JudgedCases.file(peers, 10, "cam-a", JudgedCases.STALL_PERSON_CAR);
        peers.sql("UPDATE cases SET model_sha256 = '" + "cd".repeat(32) + "' WHERE case_no = '" + foreign + "'");
        JudgedCases.judge(web, foreign, CONFIRMED);
        leaveOut("blind-model", foreign);
        JudgedCases.file(peers, 11, "cam-a", JudgedCases.STALL_PERSON_CAR);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static void leaveOut(String reason, String caseNo) {
        LEFT_OUT.put(caseNo, reason);
    }

    private static String judged(int number, String cameraId, String seen, String verdict) throws Exception {
        String caseNo = JudgedCases.file(peers, number, cameraId, seen);
        assertThat(JudgedCases.judge(web, caseNo, verdict).statusCode()).isEqualTo(201);
        return caseNo;
    }

    private static String not(String reason, String more) {
        return "{\"who\":\"王\",\"confirmed\":false,\"reason\":\"" + reason + "\"" + more + "}";
    }

    private static String box(String label, String edges) {
        String[] edge = edges.split(",", 4);
        return "{\"label\":\"%s\",\"left\":%s,\"top\":%s,\"right\":%s,\"bottom\":%s}"
                .formatted(label, edge[0], edge[1], edge[2], edge[3]);
    }

    private static Map<String, byte[]> dataset(String query, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("X-Who", "wang"));
        all.addAll(List.of(headers));
        HttpResponse<byte[]> answer = web.get("/api/v1/dataset?" + query, all.toArray(String[]::new));
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        return JudgedCases.unpack(dir, answer.body());
    }

    private static JsonNode provenance(Map<String, byte[]> files) throws Exception {
        return JSON.readTree(files.get("provenance.json"));
    }

    @Test
    void readsBackAsYolo() throws Exception {
        Map<String, byte[]> files = dataset("format=yolo" + BASE);
        JsonNode data = new YAMLMapper().readTree(files.get("data.yaml"));
        assertThat(data.get("names").toString()).isEqualTo("{\"0\":\"bin\",\"1\":\"rubbish\",\"2\":\"stall\"}");
        assertThat(data.get("train").asText()).isEqualTo("images/train");
        assertThat(data.has("path")).isFalse();
        assertThat(files)
                .containsKeys(
                        "images/train/" + stall + ".jpg",
                        "images/val/" + nothing + ".jpg",
                        "images/test/" + relabelled + ".jpg");
        assertThat(new String(files.get("labels/train/" + stall + ".txt"), UTF_8))
                .isEqualTo("2 0.350000 0.550000 0.300000 0.500000\n");
        assertThat(files.get("labels/val/" + nothing + ".txt")).isEmpty();
        assertThat(new String(files.get("labels/test/" + relabelled + ".txt"), UTF_8))
                .startsWith("1 ");
        assertThat(new String(files.get("labels/train/" + drawn + ".txt"), UTF_8).lines())
                .containsExactly("2 0.200000 0.200000 0.200000 0.200000", "0 0.100000 0.750000 0.200000 0.500000");
    }

    @Test
    void readsBackAsCoco() throws Exception {
        Map<String, byte[]> files = dataset("format=coco" + BASE);
        JsonNode train = JSON.readTree(files.get("annotations/instances_train.json"));
        Map<Integer, String> names = new TreeMap<>();
        train.get("categories")
                .forEach(each ->
                        names.put(each.get("id").asInt(), each.get("name").asText()));
        Map<Integer, String> images = new TreeMap<>();
        train.get("images").forEach(each -> {
            assertThat(files).containsKey("train/" + each.get("file_name").asText());
            assertThat(each.get("width").asInt()).isEqualTo(JudgedCases.WIDTH);
            images.put(each.get("id").asInt(), each.get("file_name").asText());
        });
        List<String> boxes = new ArrayList<>();
        train.get("annotations")
                .forEach(each -> boxes.add("%s %s %s %s"
                        .formatted(
                                images.get(each.get("image_id").asInt()),
                                names.get(each.get("category_id").asInt()),
                                each.get("bbox"),
                                each.get("iscrowd"))));
        assertThat(boxes)
                .containsExactly(
                        stall + ".jpg stall [128.0,108.0,192.0,180.0] 0",
                        drawn + ".jpg stall [64.0,36.0,128.0,72.0] 0",
                        drawn + ".jpg bin [0.0,180.0,128.0,180.0] 0");
        JsonNode val = JSON.readTree(files.get("annotations/instances_val.json"));
        assertThat(val.get("images")).hasSize(1);
        assertThat(val.get("annotations")).isEmpty();
    }

    @Test
    void readsBackAsCvat() throws Exception {
        Map<String, byte[]> files = dataset("format=cvat" + BASE);
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(files.get("annotations.xml")));
        assertThat(xml.getElementsByTagName("version").item(0).getTextContent()).isEqualTo("1.1");
        assertThat(xml.getElementsByTagName("size").item(0).getTextContent()).isEqualTo("4");
        assertThat(xml.getElementsByTagName("label").getLength()).isEqualTo(3);
        Element image = (Element) xml.getElementsByTagName("image").item(0);
        assertThat(files).containsKey("images/" + image.getAttribute("name"));
        Element box = (Element) image.getElementsByTagName("box").item(0);
        assertThat(List.of(
                        box.getAttribute("label"),
                        box.getAttribute("occluded"),
                        box.getAttribute("xtl"),
                        box.getAttribute("ytl"),
                        box.getAttribute("xbr"),
                        box.getAttribute("ybr")))
                .containsExactly("stall", "0", "128.00", "108.00", "320.00", "288.00");
        assertThat(((Element) xml.getElementsByTagName("image").item(1))
                        .getElementsByTagName("box")
                        .getLength())
                .isZero();
    }

    @Test
    void saysWhereEverythingComesFromAndWhatIsMissing() throws Exception {
        Map<String, byte[]> files = dataset("format=coco" + BASE);
        JsonNode provenance = provenance(files);
        JsonNode negative = JudgedCases.sample(provenance, nothing);
        assertThat(negative.get("labels")).isEmpty();
        assertThat(negative.at("/negatives/0").toString()).isEqualTo("{\"label\":\"stall\",\"box\":[0.2,0.3,0.5,0.8]}");
        assertThat(negative.at("/model/sha256").asText()).isEqualTo("ab".repeat(32));
        assertThat(negative.at("/evidence/partSha256").asText()).isEqualTo(Records.sha256(JudgedCases.still(2)));
        assertThat(negative.get("sha256").asText())
                .isEqualTo(Records.sha256(files.get(negative.get("picture").asText())));
        assertThat(negative.at("/verdict/verdict").asText()).isEqualTo("false-detection");
        assertThat(negative.get("seenByModel")).hasSize(3);
        assertThat(provenance.at("/export/masked").asBoolean()).isTrue();
        assertThat(provenance.at("/counts/pictures").asInt()).isEqualTo(4);
        Map<String, String> left = new TreeMap<>();
        provenance
                .get("leftOut")
                .forEach(each ->
                        left.put(each.get("caseNo").asText(), each.get("reason").asText()));
        assertThat(left).isEqualTo(LEFT_OUT);
        provenance.get("samples").forEach(sample -> sample.get("crops")
                .forEach(crop -> assertThat(files).containsKey(crop.asText())));
        assertThat(new String(files.get("provenance.json"), UTF_8)).doesNotContain("张三");
    }

    @Test
    void masksPersonsAndPlatesForGood() throws Exception {
        String path = "train/" + stall + ".jpg";
        BufferedImage masked = JudgedCases.decoded(dataset("format=coco" + BASE).get(path));
        double[] person = {0.6, 0.18, 0.7, 0.58};
        double[] plate = {0.75, 0.72, 0.95, 0.9};
        double[] thing = {0.2, 0.3, 0.5, 0.8};
        assertThat(JudgedCases.variation(masked, person)).isLessThan(4);
        assertThat(JudgedCases.variation(masked, plate)).isLessThan(4);
        assertThat(JudgedCases.variation(masked, thing)).isGreaterThan(40);
        BufferedImage byReviewer =
                JudgedCases.decoded(dataset("format=coco" + BASE).get("train/" + drawn + ".jpg"));
        assertThat(JudgedCases.variation(byReviewer, 0.3, 0.5, 0.4, 0.75)).isLessThan(4);
    }

    @Test
    void unmasksOnlyForAReasonAndLogsIt() throws Exception {
        assertThat(web.get("/api/v1/dataset?format=coco&masked=false", "X-Who", "wang")
                        .statusCode())
                .isEqualTo(400);
        long before = peers.count("SELECT count(*) FROM dataset_exports");
        Map<String, byte[]> files = dataset("format=coco&masked=false" + BASE, "X-Why", "%E5%A4%8D%E6%A0%B8");
        assertThat(files.get("train/" + stall + ".jpg")).isEqualTo(JudgedCases.still(1));
        assertThat(peers.count("SELECT count(*) FROM dataset_exports")).isEqualTo(before + 1);
        assertThat(peers.text("SELECT concat_ws(' ', who, masked, why) FROM dataset_exports WHERE NOT masked"))
                .isEqualTo("王 f 复核");
        JsonNode provenance = provenance(files);
        assertThat(provenance.at("/export/why").asText()).isEqualTo("复核");
        assertThat(provenance.at("/counts/leftOut").toString())
                .isEqualTo("{\"evidence-damaged\":1,\"privacy\":1,\"teaches-nothing\":1}");
    }

    @Test
    void keepsEveryPlaceOnOneSide() throws Exception {
        Map<String, String> sides = new TreeMap<>();
        for (JsonNode sample :
                provenance(dataset("format=yolo&val=30&test=30" + BASE)).get("samples")) {
            String side = sample.get("split").asText();
            assertThat(sample.get("picture").asText()).startsWith("images/" + side + "/");
            assertThat(sides.put(sample.at("/camera/id").asText(), side)).isIn(null, side);
        }
        assertThat(sides).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "verdict=confirmed|2",
                "verdict=false-detection&verdict=other-class|2",
                "group=north|1",
                "camera=cam-a&camera=cam-26|3",
                "kind=dumping|0",
                "since=2026-11-21T04:00:02Z&until=2026-11-21T04:00:04Z|2",
            })
    void takesWhatIsAskedFor(String filter, int pictures) throws Exception {
        assertThat(provenance(dataset("format=coco&" + filter + (filter.contains("until") ? "" : BASE)))
                        .at("/counts/pictures")
                        .asInt())
                .isEqualTo(pictures);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format=paper|format",
                "kind=vending|format",
                "format=coco&verdict=yes|verdict",
                "format=coco&val=46|val",
                "format=coco&masked=no|masked",
                "format=coco&camera=..%2f|camera",
                "format=coco&since=2026-11-22T00:00:00Z&until=2026-11-21T00:00:00Z|until",
                "format=coco&format=yolo|format",
            })
    void refuses(String query, String field) {
        HttpResponse<byte[]> refused = web.get("/api/v1/dataset?" + query, "X-Who", "wang");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Web.json(refused).get("field").asText()).isEqualTo(field);
    }

    @Test
    void forgetsAReaderThatLeaves() throws Exception {
        for (int i = 0; i < 3; i++) {
            try (Socket socket = new Socket(
                    InetAddress.getLoopbackAddress(), URI.create(web.base()).getPort())) {
                socket.getOutputStream()
                        .write(("GET /api/v1/dataset?format=coco HTTP/1.1\r\nHost: x\r\n" + Peers.KEY_LINE + "\r\n")
                                .getBytes(UTF_8));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
        }
        Peers.await(
                "both places are free again",
                () -> web.get("/api/v1/dataset?format=coco", "X-Who", "wang").statusCode() == 200);
    }

    /** What an api of another age, or somebody in the database, may have left there. */
    @Test
    void letsNoNameFromOutsideBecomeAPath() throws Exception {
        String caseNo = JudgedCases.file(peers, 20, "cam-evil", JudgedCases.STALL_PERSON_CAR);
        Instant later = Records.NOON.plusSeconds(7200);
        peers.sql("UPDATE cases SET camera_id = '../../etc/passwd', label = E'" + EVIL.replace("'", "''")
                + "', raised_at = '" + later + "' WHERE case_no = '" + caseNo + "'");
        assertThat(JudgedCases.judge(web, caseNo, CONFIRMED).statusCode()).isEqualTo(201);
        for (String format : List.of("coco", "yolo", "cvat")) {
            Map<String, byte[]> files = dataset("format=" + format + "&since=" + later);
            assertThat(provenance(files).at("/counts/pictures").asInt()).isEqualTo(1);
            assertThat(files.keySet())
                    .allMatch(name -> name.matches("([A-Za-z0-9_%-]+/)*[A-Za-z0-9_%-]+\\.(jpg|txt|json|xml|yaml)"));
            assertThat(JudgedCases.sample(provenance(files), caseNo)
                            .at("/labels/0/label")
                            .asText())
                    .isEqualTo("../x<&\"'\u0001");
            if (format.equals("yolo")) {
                assertThat(new YAMLMapper()
                                .readTree(files.get("data.yaml"))
                                .at("/names/0")
                                .asText())
                        .isEqualTo("../x<&\"'\u0001");
            }
        }
    }

    @Test
    void masksWhatTheReviewerDrewBesideAHardNegative() throws Exception {
        String caseNo = judged(
                31,
                "cam-drawn",
                JudgedCases.STALL_PERSON_CAR,
                not("false-detection", ",\"boxes\":[" + box("person", "0,0,0.1,0.5") + "]"));
        JsonNode sample = JudgedCases.sample(provenance(dataset("format=coco&camera=cam-drawn")), caseNo);
        assertThat(sample.get("labels")).isEmpty();
        assertThat(sample.get("negatives")).hasSize(1);
        assertThat(sample.get("masks")).hasSize(3);
    }

    @Test
    void tellsHowMuchIsShownOfAHalfHiddenThing() throws Exception {
        String seen = "[{\"label\":\"person\",\"score\":0.9,\"box\":[0.2,0.3,0.35,0.95]}]";
        String caseNo = judged(30, "cam-half", seen, CONFIRMED);
        JsonNode sample = JudgedCases.sample(provenance(dataset("format=coco&camera=cam-half")), caseNo);
        double share = sample.at("/labels/0/maskedShare").asDouble();
        assertThat(share).isCloseTo(0.165 / 0.3 * (0.4333 / 0.5), offset(0.03));
    }
}
