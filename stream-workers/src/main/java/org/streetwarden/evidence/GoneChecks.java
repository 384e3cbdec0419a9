package org.streetwarden.evidence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.evidence.EvidenceManifest.Part;
import org.streetwarden.evidence.EvidenceVerifier.Finding;
import org.streetwarden.filing.Digests;
import org.streetwarden.proof.CanonicalJson;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.proof.Seal;

/**
 * The checks of a handled case in an exported pack, {@code check-ID.json} with pictures, seal and log proof of its own: whether each
 * is of this case, whole, and named by the log. A check that the log does not name is refuted.
 */
final class GoneChecks {

    private static final Pattern MANIFEST = Pattern.compile("check-([1-9][0-9]{0,17})\\.json");
    private static final int MAX_BYTES = 1 << 20;
    private static final int MOST_PICTURE_BYTES = 32 << 20;

    private final PackSource pack;
    private final String manifestSha256;
    private final Believed believed;
    private final Set<String> names = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Statement> statements = new ArrayList<>();

    private GoneChecks(PackSource pack, String manifestSha256, Believed believed) {
        this.pack = pack;
        this.manifestSha256 = manifestSha256;
        this.believed = believed;
    }

    /** @param manifestSha256 of the pack's own manifest, which every check has to name */
    static GoneChecks of(PackSource pack, List<String> names, String manifestSha256, Believed believed) {
        GoneChecks checks = new GoneChecks(pack, manifestSha256, believed);
        names.stream()
                .sorted()
                .distinct()
                .map(MANIFEST::matcher)
                .filter(Matcher::matches)
                .forEach(name -> {
                    try {
                        checks.read(name.group(1), names);
                    } catch (IOException | MalformedProof unreadable) {
                        checks.refute(name.group(), unreadable.getMessage());
                    }
                });
        return checks;
    }

    /** What may lie in the pack because of them. */
    Set<String> names() {
        return names;
    }

    List<Finding> findings() {
        return findings;
    }

    List<Statement> statements() {
        return statements;
    }

    private void refute(String name, String why) {
        findings.add(new Finding(name, false, why));
    }

    private void read(String id, List<String> there) throws IOException, MalformedProof {
        String name = "check-" + id + ".json";
        names.add(name);
        byte[] file = pack.read(name, MAX_BYTES);
        Map<String, Object> check = CanonicalJson.canonicalObject(file);
        boolean ours = "check".equals(check.get("type"))
                && id.equals(check.get("checkId"))
                && check.get("case") instanceof Map<?, ?> filed
                && manifestSha256.equals(filed.get("manifestSha256"));
        if (!ours) {
            refute(name, "expected a check of this evidence, found one of another");
            return;
        }
        findings.add(new Finding(name, true, "is a check of this evidence"));
        if (check.get("looks") instanceof List<?> looks) {
            for (Object look : looks) {
                picture(id, look);
            }
        }
        log(id, check, Digests.sha256(file));
        seal(id, file, check.get("signer"), there);
    }

    private void picture(String id, Object look) throws MalformedProof {
        if (!(look instanceof Map<?, ?> members) || members.get("picture") == null) {
            return;
        }
        if (!(members.get("number") instanceof Number number
                && members.get("picture") instanceof Map<?, ?> picture
                && picture.get("bytes") instanceof Number bytes
                && picture.get("sha256") instanceof String sha256
                && number.longValue() > 0
                && bytes.longValue() >= 0
                && bytes.longValue() <= MOST_PICTURE_BYTES)) {
            throw new MalformedProof("check: expected a picture's number, bytes and sha256, found something else");
        }
        String name = "check-%s-look-%d.jpg".formatted(id, number.longValue());
        if (!names.add(name)) {
            throw new MalformedProof("check: expected each look once, found %d again".formatted(number.longValue()));
        }
        findings.add(EvidenceVerifier.check(
                pack, new Part(name, "image/jpeg", bytes.longValue(), sha256, null, null, null, 0)));
    }

    private void log(String id, Map<String, Object> check, String sha256) {
        String name = "check-" + id + ".tlog-proof";
        names.add(name);
        try {
            LogProof proof = LogProof.decode(pack.read(name, LogProof.MAX_BYTES));
            Map<String, Object> act = CanonicalJson.object(proof.entry());
            boolean names = "CHECK".equals(act.get("action"))
                    && check.get("caseNo") instanceof String caseNo
                    && caseNo.equals(act.get("caseNo"))
                    && act.get("subject") instanceof String subject
                    && subject.contains("manifest of the check " + sha256 + ",");
            if (!names || !proof.holds()) {
                statements.add(Statement.refuted("check %s: the log's proof is not of it".formatted(id)));
                return;
            }
            Checkpoint checkpoint = Checkpoint.of(proof.note());
            statements.add(Statement.proven("check %s (%s, %s) is of this case, entry %d of the %d of log %s"
                    .formatted(
                            id,
                            check.get("proposal"),
                            check.get("at"),
                            proof.index(),
                            checkpoint.size(),
                            checkpoint.origin())));
            statements.add(LogCheck.signed(proof, checkpoint, believed));
        } catch (IOException | MalformedProof unreadable) {
            statements.add(Statement.refuted("check %s: the log's proof: %s".formatted(id, unreadable.getMessage())));
        }
    }

    /** @param signer the key that the check names; null where it was not signed, as older ones were not */
    private void seal(String id, byte[] file, Object signer, List<String> there) {
        String name = "check-" + id + ".seal.json";
        names.add(name);
        if (signer == null) {
            String unsigned = "who made check %s: it is not signed".formatted(id);
            statements.add(there.contains(name) ? Statement.refuted(unsigned) : Statement.notProven(unsigned));
            return;
        }
        try {
            Seal seal = Seal.decode(pack.read(name, Seal.MAX_BYTES));
            statements.add(
                    seal.keyId().equals(signer) && seal.holds(file)
                            ? Statement.proven("check %s is unchanged since %s signed it (key %s)%s"
                                    .formatted(id, seal.signer(), seal.keyId(), seal.demo() ? ", a DEMO key" : ""))
                            : Statement.refuted("the seal does not belong to check %s".formatted(id)));
        } catch (IOException | MalformedProof unreadable) {
            statements.add(Statement.refuted("the seal of check %s: %s".formatted(id, unreadable.getMessage())));
        }
    }
}
