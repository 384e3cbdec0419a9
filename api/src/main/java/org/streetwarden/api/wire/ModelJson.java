package org.streetwarden.api.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.api.models.ModelDetail;
import org.streetwarden.api.models.ModelEntry;
import org.streetwarden.api.models.PackageManifest;
import org.streetwarden.api.models.RolloutIndex.Standing;
import org.streetwarden.api.models.RolloutIndex.Totals;
import org.streetwarden.casefile.Rollout.Group;
import org.streetwarden.detect.ModelIdentity;

/** How models and the rollout look as JSON. */
public final class ModelJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ModelJson() {}

    public static ObjectNode list(List<ModelEntry> models) {
        ObjectNode node = JSON.objectNode();
        ArrayNode array = node.putArray("models");
        models.forEach(model -> array.add(summary(model)));
        return node;
    }

    public static ObjectNode summary(ModelEntry model) {
        PackageManifest manifest = PackageManifest.parse(model.manifest().getBytes(StandardCharsets.UTF_8));
        ObjectNode node = JSON.objectNode()
                .put("sha256", model.sha256())
                .put("name", model.name())
                .put("version", model.version())
                .put("role", model.role())
                .put("bytes", model.bytes())
                .put("signedBy", model.signedBy())
                .put("state", model.state().name())
                .put("experimental", manifest.experimental())
                .put("importedAt", model.importedAt().toString())
                .put("importedBy", model.importedBy());
        ArrayNode groups = node.putArray("groups");
        model.duties().forEach(duty -> groups.addObject()
                .put("group", duty.group())
                .put("role", lower(duty.role().name()))
                .put("share", duty.share())
                .put("since", duty.since().toString()));
        ArrayNode classes = node.putArray("classes");
        manifest.classes().forEach(each -> classes.addObject()
                .put("name", each.name())
                .put("label", each.label())
                .put("threshold", each.threshold())
                .put("experimental", each.experimental()));
        return node;
    }

    public static ObjectNode detail(ModelDetail detail) {
        ObjectNode node = summary(detail.entry());
        ArrayNode steps = node.putArray("steps");
        detail.steps().forEach(step -> steps.addObject()
                .put("at", step.at().toString())
                .put("who", step.who())
                .put("why", step.why())
                .put("step", lower(step.step()))
                .put("from", step.from())
                .put("to", step.to())
                .put("group", step.group())
                .put("share", step.share())
                .put("skipped", step.skipped())
                .put("gate", step.gate())
                .put("revision", step.revision()));
        if (detail.gate() == null) {
            node.putNull("gate");
        } else {
            putGate(node.putObject("gate"), detail.gate());
        }
        return node;
    }

    private static void putGate(ObjectNode node, ModelDetail.Gate gate) {
        try {
            node.put("receivedAt", gate.receivedAt().toString())
                    .put("who", gate.who())
                    .set("report", MAPPER.readTree(gate.report()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("only readable reports are kept", impossible);
        }
    }

    public static ObjectNode rollout(Standing standing) {
        ObjectNode node = JSON.objectNode().put("revision", standing.rollout().revision());
        ObjectNode groups = node.putObject("groups");
        standing.rollout()
                .groups()
                .forEach((name, group) -> putGroup(groups.putObject(name), name, group, standing.previous()));
        ArrayNode workers = node.putArray("workers");
        standing.workers().forEach(each -> {
            ObjectNode worker = workers.addObject()
                    .put("workerId", each.workerId())
                    .put("group", each.group())
                    .put("role", lower(each.role()))
                    .put("state", each.state())
                    .put("why", each.why())
                    .put("seenAt", each.seenAt().toString());
            worker.set("model", identity(each.model()));
        });
        return node;
    }

    private static void putGroup(ObjectNode node, String name, Group group, Map<String, ModelIdentity> previous) {
        node.set("active", identity(group.active()));
        node.set(
                "canary",
                group.canary()
                        .map(canary -> identity(canary.model()).put("share", canary.share()))
                        .orElse(null));
        node.set("shadow", identity(group.shadow()));
        node.set("previous", identity(Optional.ofNullable(previous.get(name))));
        node.putObject("band")
                .put("maxFailureShare", group.band().maxFailureShare())
                .put("maxLatencyMs", group.band().maxLatency().toMillis())
                .put("maxRaiseRatio", group.band().maxRaiseRatio());
    }

    private static ObjectNode identity(Optional<ModelIdentity> model) {
        return model.map(ModelJson::identity).orElse(null);
    }

    private static ObjectNode identity(ModelIdentity model) {
        return JSON.objectNode()
                .put("name", model.name())
                .put("version", model.version())
                .put("sha256", model.sha256());
    }

    public static ObjectNode totals(String sha256, Totals totals) {
        ObjectNode node = JSON.objectNode()
                .put("sha256", sha256)
                .put("group", totals.group())
                .put("role", lower(totals.role().name()))
                .put("looks", totals.looks())
                .put("failures", totals.failures())
                .put("meanUs", totals.meanUs())
                .put("maxUs", totals.maxUs())
                .put("raises", totals.raises());
        ArrayNode labels = node.putArray("labels");
        totals.labels().forEach(label -> labels.addObject()
                .put("label", label.label())
                .put("detections", label.detections())
                .put("both", label.both())
                .put("onlyActive", label.onlyActive())
                .put("onlyShadow", label.onlyShadow()));
        return node;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
