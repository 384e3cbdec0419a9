package org.streetwarden.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.filing.Digests;
import org.streetwarden.proof.CanonicalJson;
import org.streetwarden.proof.MalformedProof;

/**
 * What an evidence pack holds and why it was made: {@code manifest.json}. The same facts give the same bytes. Schema 2 is
 * canonical JSON (RFC 8785); schema 1, of older packs, has its members in a fixed order. The member {@code digest} is the
 * SHA-256 of the file's bytes without that member, so that damage to the manifest itself shows; against forging it there is
 * the seal, and the case's digest of the file.
 *
 * @param kind id as in {@code Kind.id()}
 * @param rule digest of the rule's settings, 12 hexadecimal digits
 * @param zone digest of the zone, 12 hexadecimal digits
 * @param basis which evidence says that the thing is there; absent in older packs
 * @param placer who was at the place when the thing first stood there; absent where nobody was
 * @param verifier what a second model said; absent where none was asked
 * @param watch how well it was watched; absent in older packs
 * @param maskedClip the clip's masked copy, or why there is none; absent where none was to be made
 * @param seen all that the model saw at those looks, which is what masking a picture rests on; absent in older packs
 * @param flight where a flight saw it; absent for a camera
 * @param signer id of the key whose seal must lie beside the manifest; absent where packs are not signed
 * @param parts every file of the pack but the manifest and its seal, in a fixed order
 */
@JsonPropertyOrder({
    "schema",
    "incidentId",
    "kind",
    "cameraId",
    "cameraName",
    "zoneId",
    "label",
    "model",
    "rule",
    "zone",
    "why",
    "basis",
    "placer",
    "verifier",
    "times",
    "dwell",
    "watch",
    "clip",
    "maskedClip",
    "seen",
    "flight",
    "signer",
    "parts"
})
public record EvidenceManifest(
        int schema,
        String incidentId,
        String kind,
        String cameraId,
        String cameraName,
        String zoneId,
        String label,
        Model model,
        String rule,
        String zone,
        String why,
        @JsonInclude(JsonInclude.Include.NON_NULL) String basis,
        @JsonInclude(JsonInclude.Include.NON_NULL) Who placer,
        @JsonInclude(JsonInclude.Include.NON_NULL) Verified verifier,
        Times times,
        Dwell dwell,
        @JsonInclude(JsonInclude.Include.NON_NULL) Watch watch,
        Span clip,
        @JsonInclude(JsonInclude.Include.NON_NULL) MaskedCopy maskedClip,
        @JsonInclude(JsonInclude.Include.NON_NULL) Seen seen,
        @JsonInclude(JsonInclude.Include.NON_NULL) FlightSource flight,
        @JsonInclude(JsonInclude.Include.NON_NULL) String signer,
        List<Part> parts) {

    /** Of packs written now. */
    public static final int SCHEMA = 2;

    static final int FIRST_SCHEMA = 1;
    public static final String FILE = "manifest.json";

    /** The seal over the manifest, beside it. */
    public static final String SEAL_FILE = "seal.json";

    /** The looks that have a still of their own, each with its name. */
    static final List<String> LOOKS = List.of("first", "threshold", "raised");

    /** A pack of 64 parts and the longest texts stays far below. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String OLD_BEGINNING = "{\"schema\":1,";
    private static final Pattern SEALED = Pattern.compile("(\\{.*),\"digest\":\"([0-9a-f]{64})\"\\}", Pattern.DOTALL);

    /** Which model judged. */
    @JsonPropertyOrder({"name", "version", "sha256"})
    public record Model(String name, String version, String sha256) {}

    /**
     * Who was at the place.
     *
     * @param label {@code person} or {@code vehicle}
     * @param track id while the worker ran
     * @param box left, top, right, bottom, fractions of the picture
     */
    @JsonPropertyOrder({"label", "track", "time", "box"})
    public record Who(String label, long track, Time time, List<Double> box) {}

    /**
     * What a second model said.
     *
     * @param verdict {@code real}, {@code not-asked} or {@code failed}: what it refuses is not filed
     * @param score 0 to 1
     * @param detail one sentence where it did not judge, else empty
     */
    @JsonPropertyOrder({"model", "verdict", "score", "detail"})
    public record Verified(Model model, String verdict, double score, String detail) {}

    /** The three looks that matter. */
    @JsonPropertyOrder({"first", "threshold", "raised"})
    public record Times(Time first, Time threshold, Time raised) {}

    /**
     * @param ptsUs on the camera's timeline, microseconds
     * @param at when the picture arrived, ISO-8601 in UTC
     */
    @JsonPropertyOrder({"ptsUs", "at"})
    public record Time(long ptsUs, String at) {}

    /** How long it was there, microseconds, and in how many looks. */
    @JsonPropertyOrder({"presentUs", "observedUs", "longestGapUs", "looks"})
    public record Dwell(long presentUs, long observedUs, long longestGapUs, int looks) {}

    /**
     * What the figures of the dwell rest on.
     *
     * @param view what the camera's view was worth at the raise: {@code clear}, or {@code unknown} where nobody compared it
     * @param suspendedLooks looks in between that were not judged, because the view or the zone was not clear
     * @param clockOffsetUs at the raise, the picture's arrival by this machine's clock less its time on the camera's timeline
     * @param clockDriftUs by how much that has grown since the first look
     * @param missing of the looks first, threshold and raised, those whose picture this pack does not have
     */
    @JsonPropertyOrder({"view", "suspendedLooks", "clockOffsetUs", "clockDriftUs", "missing"})
    public record Watch(String view, int suspendedLooks, long clockOffsetUs, long clockDriftUs, List<String> missing) {}

    /**
     * The stretch the clip was to show, on the camera's timeline.
     *
     * @param gaps what of it the clip does not show, oldest first: all of it where there is no clip
     */
    @JsonPropertyOrder({"fromUs", "toUs", "gaps"})
    public record Span(long fromUs, long toUs, List<Gap> gaps) {}

    /**
     * The masked copy of the clip: all members but {@code missing}, or that one alone.
     *
     * @param part its name among the parts
     * @param method how it was masked
     * @param parentSha256 digest of what it was made from
     * @param model that looked at the clip; absent where none did
     * @param clear the box around which it is coarse; absent where all of it is
     * @param looks pictures of the clip that the model looked at, which is what masking the box rests on
     * @param missing why there is none
     */
    @JsonPropertyOrder({"part", "method", "parentSha256", "model", "clear", "looks", "missing"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MaskedCopy(
            String part,
            String method,
            String parentSha256,
            Model model,
            List<Double> clear,
            Integer looks,
            String missing) {}

    /** Everything that the model saw at the three looks, the subject among it. */
    @JsonPropertyOrder({"first", "threshold", "raised"})
    public record Seen(List<Thing> first, List<Thing> threshold, List<Thing> raised) {}

    /**
     * @param score 0 to 1
     * @param box left, top, right, bottom, fractions of the picture
     */
    @JsonPropertyOrder({"label", "score", "box"})
    public record Thing(String label, double score, List<Double> box) {}

    /** A stretch without pictures. */
    @JsonPropertyOrder({"fromUs", "toUs"})
    public record Gap(long fromUs, long toUs) {}

    /**
     * One file.
     *
     * @param sm3 digest by GB/T 32905; absent in schema 1
     * @param parent the part this one was made from; null where it comes from the camera's stream itself
     * @param at when its picture, or its first picture, arrived
     * @param ptsUs of its picture, or its first picture
     */
    @JsonPropertyOrder({"name", "mime", "bytes", "sha256", "sm3", "parent", "at", "ptsUs"})
    public record Part(
            String name,
            String mime,
            long bytes,
            String sha256,
            @JsonInclude(JsonInclude.Include.NON_NULL) String sm3,
            String parent,
            String at,
            long ptsUs) {}

    /** The file's bytes, UTF-8. */
    public byte[] encode() {
        return schema == FIRST_SCHEMA ? encodeAsFirst() : encodeCanonical();
    }

    private byte[] encodeCanonical() {
        try {
            Map<String, Object> members = CanonicalJson.object(body());
            members.put("digest", Digests.sha256(CanonicalJson.write(members)));
            return CanonicalJson.write(members);
        } catch (MalformedProof text) {
            throw new IllegalArgumentException("a manifest's texts are I-JSON: " + text.getMessage(), text);
        }
    }

    private byte[] encodeAsFirst() {
        byte[] body = body();
        byte[] seal = (",\"digest\":\"" + Digests.sha256(body) + "\"}").getBytes(StandardCharsets.US_ASCII);
        byte[] file = Arrays.copyOf(body, body.length - 1 + seal.length);
        System.arraycopy(seal, 0, file, body.length - 1, seal.length);
        return file;
    }

    private byte[] body() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a manifest of plain values always encodes", impossible);
        }
    }

    /**
     * Reads a manifest from outside.
     *
     * @throws MalformedManifest where it is not exactly what {@link #encode} makes of it, or its own digest, names, sizes
     *     or digests are not what they must be
     */
    public static EvidenceManifest decode(byte[] file) throws MalformedManifest {
        if (file.length > MAX_BYTES) {
            throw new MalformedManifest("expected at most %d bytes, found %d".formatted(MAX_BYTES, file.length));
        }
        String text = new String(file, StandardCharsets.UTF_8);
        EvidenceManifest manifest = parse(text.startsWith(OLD_BEGINNING) ? bodyOfFirst(text) : bodyOfCanonical(file));
        ManifestRules.check(manifest);
        if (!Arrays.equals(manifest.encode(), file)) {
            throw new MalformedManifest("expected the members of schema 1 in their order, or those of schema 2 in the "
                    + "canonical form, found another form");
        }
        return manifest;
    }

    private static byte[] bodyOfFirst(String text) throws MalformedManifest {
        Matcher sealed = SEALED.matcher(text);
        if (!sealed.matches()) {
            throw new MalformedManifest("expected one JSON object that ends with its digest, found another form");
        }
        byte[] body = (sealed.group(1) + "}").getBytes(StandardCharsets.UTF_8);
        expectDigest(sealed.group(2), body);
        return body;
    }

    private static byte[] bodyOfCanonical(byte[] file) throws MalformedManifest {
        try {
            Map<String, Object> members = CanonicalJson.canonicalObject(file);
            Object digest = members.remove("digest");
            byte[] body = CanonicalJson.write(members);
            expectDigest(digest, body);
            return body;
        } catch (MalformedProof unfit) {
            throw new MalformedManifest(unfit.getMessage());
        }
    }

    private static void expectDigest(Object expected, byte[] body) throws MalformedManifest {
        String found = Digests.sha256(body);
        if (!found.equals(expected)) {
            throw new MalformedManifest("digest: expected %s, found %s".formatted(expected, found));
        }
    }

    private static EvidenceManifest parse(byte[] body) throws MalformedManifest {
        try {
            EvidenceManifest manifest = JSON.readValue(body, EvidenceManifest.class);
            if (manifest == null) {
                throw new MalformedManifest("expected one JSON object, found null");
            }
            return manifest;
        } catch (JsonProcessingException unreadable) {
            throw new MalformedManifest("expected JSON of schema 1 or 2, found: " + unreadable.getOriginalMessage());
        } catch (IOException impossible) {
            throw new MalformedManifest("expected readable bytes, found " + impossible);
        }
    }
}
