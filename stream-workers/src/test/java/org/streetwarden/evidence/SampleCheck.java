package org.streetwarden.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import org.streetwarden.filing.Digests;
import org.streetwarden.proof.CanonicalJson;
import org.streetwarden.proof.LogProof;

/** A check of a case in an exported pack, as the api makes it. */
final class SampleCheck {

    private static final byte[] PICTURE = {4, 5, 6};

    private SampleCheck() {}

    private static byte[] manifest(String caseNo, String manifestSha256, SigningKeys by) {
        return CanonicalJson.write(Map.of(
                "type",
                "check",
                "checkId",
                "7",
                "caseNo",
                caseNo,
                "case",
                Map.of("manifestSha256", manifestSha256),
                "proposal",
                "GONE",
                "signer",
                by.key().id(),
                "at",
                "2026-11-22T01:00:00Z",
                "looks",
                List.of(
                        Map.of("number", 1),
                        Map.of(
                                "number",
                                2,
                                "picture",
                                Map.of("bytes", PICTURE.length, "sha256", Digests.sha256(PICTURE))))));
    }

    /** The entry that names it. */
    static byte[] act(String caseNo, String manifestSha256, SigningKeys by) {
        String digest = Digests.sha256(manifest(caseNo, manifestSha256, by));
        String subject = "GONE: gone; manifest of the check %s, of the case %s".formatted(digest, manifestSha256);
        return "{\"action\":\"CHECK\",\"caseNo\":\"%s\",\"subject\":\"%s\"}"
                .formatted(caseNo, subject)
                .getBytes(UTF_8);
    }

    static void into(Map<String, byte[]> pack, String caseNo, LogProof proof, SigningKeys by) {
        byte[] manifest = manifest(caseNo, Digests.sha256(pack.get("manifest.json")), by);
        pack.put("check-7.json", manifest);
        pack.put("check-7.seal.json", by.key().seal(manifest).encode());
        pack.put("check-7.tlog-proof", proof.encode());
        pack.put("check-7-look-2.jpg", PICTURE);
    }
}
