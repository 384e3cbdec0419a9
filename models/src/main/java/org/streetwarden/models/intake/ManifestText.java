package org.streetwarden.models.intake;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.streetwarden.models.InputFormat.Placement;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.intake.Statement.Pixels;
import org.streetwarden.models.intake.Statement.Size;

/** Writes the manifest of a model about which everything has been stated. */
final class ManifestText {

    /** Heads that answer each thing once. */
    private static final Set<HeadLayout> SINGLE =
            Set.of(HeadLayout.DETR, HeadLayout.DETR_LOGITS, HeadLayout.END_TO_END);

    private static final double NMS_IOU = 0.6;

    private ManifestText() {}

    /** @param sha256 of the model file */
    static String of(ForeignModel model, Statement stated, String file, String sha256, String card) {
        HeadLayout head = stated.head().or(model::head).orElseThrow();
        ObjectNode root = JsonMapper.builder().build().createObjectNode();
        root.put("schema", 1)
                .put("name", stated.name().orElseThrow())
                .put("version", stated.version().orElseThrow());
        if (!model.engine().equals(ModelManifest.ONNXRUNTIME)) {
            root.put("engine", model.engine());
        }
        root.put("head", head.written()).put("file", file).put("sha256", sha256);
        input(root.putObject("input"), model, stated);
        ArrayNode outputs = root.putArray("outputs");
        (stated.outputs().isEmpty() ? model.outputs() : stated.outputs()).forEach(outputs::add);
        classes(root.putArray("classes"), stated);
        stated.anchors().ifPresent(anchors -> root.put("anchors", anchors));
        root.put("nmsIou", nmsIou(head, stated));
        root.put("licence", stated.licence().orElseThrow()).put("card", card);
        return root.toPrettyString() + "\n";
    }

    /** A head that answers each thing once needs no suppression, unless several classes share a label. */
    private static double nmsIou(HeadLayout head, Statement stated) {
        boolean shared = stated.labels().values().stream().distinct().count()
                < stated.labels().size();
        return stated.nmsIou().orElse(SINGLE.contains(head) && !shared ? 1 : NMS_IOU);
    }

    private static void input(ObjectNode input, ForeignModel model, Statement stated) {
        Size size = stated.size().orElse(new Size(model.width(), model.height()));
        Pixels pixels = stated.pixels();
        input.put("name", model.input()).put("width", size.width()).put("height", size.height());
        input.put("layout", "NCHW").put("colour", pixels.colour().orElseThrow().name());
        input.put("scale", pixels.scale().orElseThrow());
        numbers(input.putArray("mean"), pixels.mean().orElseThrow());
        numbers(input.putArray("std"), pixels.std().orElseThrow());
        Placement placement = pixels.placement().orElseThrow();
        input.put("letterbox", written(placement)).put("pad", pixels.pad().orElse(0));
        model.sizes().ifPresent(sizes -> input.put("sizes", sizes));
    }

    static String written(Placement placement) {
        return placement.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static void numbers(ArrayNode array, List<Double> values) {
        values.forEach(array::add);
    }

    private static void classes(ArrayNode classes, Statement stated) {
        for (String name : stated.classes()) {
            ObjectNode one = classes.addObject().put("name", name);
            if (stated.labels().containsKey(name)) {
                one.put("label", stated.labels().get(name));
            }
            one.put("threshold", stated.thresholds().getOrDefault(name, stated.threshold()));
            if (stated.experimental()) {
                one.put("experimental", true);
            }
        }
    }
}
