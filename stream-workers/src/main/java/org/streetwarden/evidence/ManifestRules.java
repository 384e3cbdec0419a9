package org.streetwarden.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.evidence.EvidenceManifest.MaskedCopy;
import org.streetwarden.evidence.EvidenceManifest.Part;
import org.streetwarden.evidence.EvidenceManifest.Watch;

/** What a manifest's members must be, beyond being there. Collects every problem before it refuses. */
final class ManifestRules {

    private static final int MAX_PARTS = 64;
    private static final Set<String> BESIDE = Set.of(
            EvidenceManifest.FILE,
            EvidenceManifest.SEAL_FILE,
            EvidenceVerifier.LOG_PROOF_FILE,
            "dossier.pdf",
            "dossier.html");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}(\\.[A-Za-z0-9]{1,8})?");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern INCIDENT = Pattern.compile("[0-9a-f]{32}");

    private final List<String> problems = new ArrayList<>();

    private ManifestRules() {}

    static void check(EvidenceManifest manifest) throws MalformedManifest {
        ManifestRules rules = new ManifestRules();
        rules.members(manifest);
        if (rules.problems.isEmpty()) {
            rules.parts(manifest);
        }
        if (!rules.problems.isEmpty()) {
            throw new MalformedManifest(String.join("; ", rules.problems));
        }
    }

    private void members(EvidenceManifest manifest) {
        boolean first = manifest.schema() == EvidenceManifest.FIRST_SCHEMA;
        expect(first || manifest.schema() == EvidenceManifest.SCHEMA, "schema", "1 or 2", manifest.schema());
        if (manifest.signer() != null) {
            expect(!first, "signer", "nothing in schema 1", manifest.signer());
            matching("signer", DIGEST, manifest.signer());
        }
        matching("incidentId", INCIDENT, manifest.incidentId());
        present("kind", manifest.kind());
        present("cameraId", manifest.cameraId());
        present("cameraName", manifest.cameraName());
        present("zoneId", manifest.zoneId());
        present("label", manifest.label());
        present("model", manifest.model());
        present("rule", manifest.rule());
        present("zone", manifest.zone());
        present("why", manifest.why());
        present("times", manifest.times());
        present("dwell", manifest.dwell());
        present("clip", manifest.clip());
        present("parts", manifest.parts());
    }

    private void parts(EvidenceManifest manifest) {
        List<Part> parts = manifest.parts();
        Watch watch = manifest.watch();
        boolean first = manifest.schema() == EvidenceManifest.FIRST_SCHEMA;
        expect(parts.size() <= MAX_PARTS, "parts", "at most " + MAX_PARTS, parts.size());
        Set<String> names = new HashSet<>();
        for (Part part : parts) {
            if (part == null) {
                problems.add("parts: expected a part, found null");
                continue;
            }
            matching("parts.name", NAME, part.name());
            matching("parts.sha256", DIGEST, part.sha256());
            if (first) {
                expect(part.sm3() == null, "parts.sm3", "nothing in schema 1", part.sm3());
            } else {
                matching("parts.sm3", DIGEST, part.sm3());
            }
            expect(part.bytes() >= 0, "parts.bytes", "a size from 0", part.bytes());
            expect(names.add(part.name()), "parts.name", "each name once", part.name());
            expect(!BESIDE.contains(part.name()), "parts.name", "none of " + BESIDE, part.name());
        }
        if (watch != null) {
            for (String look : EvidenceManifest.LOOKS) {
                boolean there = names.contains(look + ".jpg");
                expect(
                        watch.missing() != null && there != watch.missing().contains(look),
                        "watch.missing",
                        there ? "not " + look + ", whose picture is here" : look,
                        watch.missing());
            }
        }
        maskedClip(manifest);
        for (Part part : parts) {
            if (part != null && part.parent() != null) {
                expect(names.contains(part.parent()), "parts.parent", "the name of a part", part.parent());
            }
        }
    }

    /** Either a part made from the clip that is here, or a reason. */
    private void maskedClip(EvidenceManifest manifest) {
        MaskedCopy copy = manifest.maskedClip();
        boolean there = manifest.parts().stream()
                .anyMatch(part -> part != null && EvidencePart.MASKED_CLIP.equals(part.name()));
        if (copy == null || copy.missing() != null) {
            expect(!there, "maskedClip", "a description of " + EvidencePart.MASKED_CLIP, copy);
            return;
        }
        boolean made = manifest.parts().stream()
                .anyMatch(part -> part != null
                        && EvidencePart.CLIP.equals(part.name())
                        && Objects.equals(part.sha256(), copy.parentSha256()));
        expect(
                there
                        && made
                        && EvidencePart.MASKED_CLIP.equals(copy.part())
                        && copy.method() != null
                        && copy.looks() != null,
                "maskedClip",
                "the name, method and parent of " + EvidencePart.MASKED_CLIP,
                copy);
    }

    private void present(String member, Object value) {
        expect(value != null, member, "a value", "null");
    }

    private void matching(String member, Pattern pattern, String value) {
        expect(value != null && pattern.matcher(value).matches(), member, "the form " + pattern, value);
    }

    private void expect(boolean sound, String member, String expected, Object found) {
        if (!sound) {
            String shown = Objects.toString(found);
            problems.add("%s: expected %s, found %s"
                    .formatted(member, expected, shown.length() > 80 ? shown.substring(0, 80) + "…" : shown));
        }
    }
}
