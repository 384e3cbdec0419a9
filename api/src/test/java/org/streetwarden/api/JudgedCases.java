package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.streetwarden.zone.Kind;

/** Cases with a picture and with what the model saw in it, and the archives that are made of them. */
final class JudgedCases {

    static final int WIDTH = 640;
    static final int HEIGHT = 360;

    /** Beside the stall of {@link Records}. */
    static final String STALL_PERSON_CAR = """
            [{"label":"stall","score":0.87,"box":[0.2,0.3,0.5,0.8]},{"label":"person","score":0.9,"box":[0.6,0.2,0.7,0.8]},
            {"label":"vehicle","score":0.8,"box":[0.75,0.5,0.95,0.9]}]""";

    /** The person hides the stall. */
    static final String PERSON_BEFORE_STALL = "[{\"label\":\"person\",\"score\":0.9,\"box\":[0.15,0.28,0.55,0.95]}]";

    private JudgedCases() {}

    /** A still in which every eight pixels have another colour, so that nothing is flat by itself. */
    static byte[] still(int seed) throws IOException {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        Random random = new Random(seed);
        for (int y = 0; y < HEIGHT; y += 8) {
            for (int x = 0; x < WIDTH; x += 8) {
                graphics.setColor(new Color(random.nextInt(1 << 24)));
                graphics.fillRect(x, y, 8, 8);
            }
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", bytes);
        return bytes.toByteArray();
    }

    static BufferedImage decoded(byte[] jpeg) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    /**
     * How much the brightness of a part of a picture varies: its standard deviation.
     *
     * @param edges left, top, right, bottom, fractions
     */
    static double variation(BufferedImage picture, double... edges) {
        double sum = 0;
        double squares = 0;
        int n = 0;
        for (int y = (int) Math.ceil(edges[1] * picture.getHeight()); y < edges[3] * picture.getHeight() - 1; y++) {
            for (int x = (int) Math.ceil(edges[0] * picture.getWidth()); x < edges[2] * picture.getWidth() - 1; x++) {
                double green = picture.getRGB(x, y) >> 8 & 0xff;
                sum += green;
                squares += green * green;
                n++;
            }
        }
        return Math.sqrt(Math.max(0, squares / n - sum / n * (sum / n)));
    }

    /** @param seen what the model saw at the raise as JSON; null for a manifest that does not say */
    static String file(Peers peers, int number, String cameraId, String seen) throws Exception {
        String manifest = seen == null ? "{\"schema\":1}" : "{\"schema\":1,\"seen\":{\"raised\":" + seen + "}}";
        return fileWith(peers, number, cameraId, manifest);
    }

    /**
     * @param manifest of the evidence, JSON
     * @param earlier names of the stills before the raise's
     */
    static String fileWith(Peers peers, int number, String cameraId, String manifest, String... earlier)
            throws Exception {
        Map<String, byte[]> evidence = new LinkedHashMap<>();
        evidence.put("raised.jpg", still(number));
        for (String name : earlier) {
            evidence.put(name, still(number));
        }
        evidence.put("manifest.json", manifest.getBytes(UTF_8));
        for (var part : evidence.entrySet()) {
            peers.store(Records.prefix(number) + part.getKey(), Records.mime(part.getKey()), part.getValue());
        }
        peers.put(Records.incident(number, Kind.VENDING, cameraId, Records.NOON.plusSeconds(number), evidence));
        String query = "SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'";
        Peers.await("filed", () -> peers.text(query) != null);
        return peers.text(query);
    }

    /** Makes the model of {@link Records} one of the imported packages, with these classes. */
    static void importModel(Peers peers, String... labels) throws Exception {
        StringBuilder classes = new StringBuilder();
        for (String label : labels) {
            classes.append(classes.isEmpty() ? "" : ",").append("{\"name\":\"%s\",\"threshold\":0.5}".formatted(label));
        }
        String manifest = Packages.manifest("street", "0.1", new byte[1], Map.of("classes", "[" + classes + "]"));
        peers.sql(
                "INSERT INTO models VALUES ('%s', 'street', '0.1', 'detector', 1, NULL, 'IMPORTED', '%s', now(), 'wang')"
                        .formatted("ab".repeat(32), manifest));
    }

    static HttpResponse<byte[]> judge(Web web, String caseNo, String json) {
        return web.send(
                "POST",
                "/api/v1/cases/" + caseNo + "/verdicts",
                json.getBytes(UTF_8),
                "Content-Type",
                "application/json");
    }

    /** Every file of an archive, read by its directory. */
    static Map<String, byte[]> unpack(Path dir, byte[] archive) throws IOException {
        Path file = Files.write(Files.createTempFile(dir, "dataset", ".zip"), archive);
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    /** @return the sample of one case; a missing node where it was left out */
    static JsonNode sample(JsonNode provenance, String caseNo) {
        for (JsonNode sample : provenance.get("samples")) {
            if (sample.get("caseNo").asText().equals(caseNo)) {
                return sample;
            }
        }
        return provenance.path("nothing");
    }
}
