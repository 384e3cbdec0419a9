package org.streetwarden.api.dataset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.models.Digests;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.api.verdicts.Opinion;
import org.streetwarden.api.verdicts.Verdict;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;

/**
 * {@code provenance.json}, schema 1: where every picture and every label of a dataset comes from, and what was left out and
 * why. Holds neither reviewers' names nor their notes. Used by one thread.
 */
final class Provenance implements AutoCloseable {

    static final String FILE = "provenance.json";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Spool samples = new Spool();
    private final Spool leftOut = new Spool();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int pictures;
    private int labels;
    private int negatives;

    Provenance() throws IOException {}

    /**
     * Notes a picture that is in the archive.
     *
     * @param crops where they are in the archive, labels first
     */
    void add(Sample sample, Exhibit exhibit, Verdict verdict, List<String> crops) throws IOException {
        pictures++;
        labels += exhibit.lesson().labels().size();
        negatives += exhibit.lesson().negatives().size();
        ObjectNode node = JSON.objectNode()
                .put("picture", sample.path())
                .put("sha256", HexFormat.of().formatHex(Digests.sha256().digest(exhibit.jpeg())))
                .put("split", sample.split().id());
        putCase(node, exhibit.detail());
        node.putObject("evidence")
                .put("manifestSha256", verdict.origin().manifestSha256())
                .put("part", exhibit.part().name())
                .put("partSha256", exhibit.part().sha256());
        putVerdict(node.putObject("verdict"), verdict);
        ArrayNode labelled = node.putArray("labels");
        sample.labels()
                .forEach(label -> box(labelled, label.label(), label.box()).put("maskedShare", label.maskedShare()));
        putBoxes(node.putArray("negatives"), exhibit.lesson().negatives());
        putBoxes(node.putArray("masks"), exhibit.masks());
        putBoxes(node.putArray("seenByModel"), exhibit.seen());
        ArrayNode cut = node.putArray("crops");
        crops.forEach(cut::add);
        samples.writeElement(node);
    }

    private static void putCase(ObjectNode node, CaseDetail detail) {
        node.put("caseNo", detail.summary().caseNo())
                .put("incidentId", detail.summary().incidentId())
                .put("kind", detail.summary().kind().id())
                .put("raisedAt", detail.summary().raisedAt().toString())
                .put("basis", detail.basis().id())
                .put("zoneId", detail.summary().zoneId())
                .put("zoneVersion", detail.zoneVersion())
                .put("ruleVersion", detail.ruleVersion());
        node.putObject("camera")
                .put("id", detail.summary().cameraId())
                .put("name", detail.summary().cameraName());
        putModel(node.putObject("model"), detail.model());
        if (detail.verification() == null) {
            node.putNull("verifier");
        } else {
            putModel(node.putObject("verifier"), detail.verification().verifier())
                    .put("verdict", detail.verification().verdict().id())
                    .put("score", detail.verification().score());
        }
    }

    private static ObjectNode putModel(ObjectNode node, ModelIdentity model) {
        return node.put("name", model.name()).put("version", model.version()).put("sha256", model.sha256());
    }

    private static void putVerdict(ObjectNode node, Verdict verdict) {
        Opinion opinion = verdict.opinion();
        node.put("id", verdict.id())
                .put("at", verdict.at().toString())
                .put("verdict", opinion.id())
                .put("use", opinion.use().name())
                .put("otherLabel", opinion.otherLabel());
    }

    private static void putBoxes(ArrayNode array, List<LabelledBox> boxes) {
        boxes.forEach(each -> box(array, each.label(), each.box()));
    }

    private static ObjectNode box(ArrayNode array, String label, Box box) {
        ObjectNode node = array.addObject().put("label", label);
        node.putArray("box").add(box.left()).add(box.top()).add(box.right()).add(box.bottom());
        return node;
    }

    void leaveOut(String caseNo, LeftOut why) throws IOException {
        reasons.merge(why.reason().id(), 1, Integer::sum);
        leftOut.writeElement(JSON.objectNode()
                .put("caseNo", caseNo)
                .put("reason", why.reason().id())
                .put("detail", why.getMessage()));
    }

    /** @param export the dataset's own facts */
    void writeTo(Archive archive, ObjectNode export) throws IOException {
        ObjectNode counts = JSON.objectNode()
                .put("pictures", pictures)
                .put("labels", labels)
                .put("negatives", negatives);
        ObjectNode without = counts.putObject("leftOut");
        reasons.forEach(without::put);
        archive.begin(FILE);
        archive.write("{\"schema\":1,\n\"export\":" + export + ",\n\"counts\":" + counts + ",\n\"samples\":[\n");
        archive.write(samples);
        archive.write("\n],\n\"leftOut\":[\n");
        archive.write(leftOut);
        archive.write("\n]}\n");
        archive.end();
    }

    @Override
    public void close() throws IOException {
        samples.close();
        leftOut.close();
    }
}
