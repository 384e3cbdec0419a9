package org.streetwarden.api.dataset;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.api.masking.Masks;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.api.verdicts.Verdict;
import org.streetwarden.geometry.Box;

/** Puts picture after picture into an archive, each with its crops, labels and provenance. Used by one thread. */
final class SampleWriter {

    /** Added to each side of a crop, in box sizes. */
    private static final double CROP_MARGIN = 0.25;

    private final Archive archive;
    private final Labels labels;
    private final Provenance provenance;
    private final List<String> classes;
    private final Split.Shares shares;
    private int count;

    SampleWriter(Archive archive, Labels labels, Provenance provenance, List<String> classes, Split.Shares shares) {
        this.archive = archive;
        this.labels = labels;
        this.provenance = provenance;
        this.classes = classes;
        this.shares = shares;
    }

    void write(Exhibit exhibit, Verdict verdict) throws IOException {
        Split split = Split.of(verdict.origin().cameraId(), shares);
        String fileName = verdict.caseNo() + ".jpg";
        Sample sample = new Sample(
                ++count,
                split,
                fileName,
                labels.path(split, fileName),
                exhibit.picture().width(),
                exhibit.picture().height(),
                exhibit.lesson().labels().stream()
                        .map(label -> label(label, exhibit.masks()))
                        .toList());
        archive.putPicture(sample.path(), exhibit.jpeg());
        labels.add(sample);
        provenance.add(sample, exhibit, verdict, crops(exhibit, verdict.caseNo(), split));
    }

    private Sample.Label label(LabelledBox label, List<LabelledBox> masks) {
        return new Sample.Label(
                classes.indexOf(label.label()), label.label(), label.box(), Masks.share(label.box(), masks));
    }

    private List<String> crops(Exhibit exhibit, String caseNo, Split split) throws IOException {
        List<String> paths = new ArrayList<>();
        for (LabelledBox each : exhibit.lesson().labels()) {
            paths.add(crop(exhibit, each, split, "positive", caseNo + "-" + paths.size()));
        }
        for (LabelledBox each : exhibit.lesson().negatives()) {
            paths.add(crop(exhibit, each, split, "negative", caseNo + "-" + paths.size()));
        }
        return paths;
    }

    private String crop(Exhibit exhibit, LabelledBox thing, Split split, String side, String name) throws IOException {
        String path = "crops/%s/%s/%s/%s.jpg".formatted(split.id(), side, folder(thing.label()), name);
        archive.putPicture(path, exhibit.picture().crop(grown(thing.box())).jpeg());
        return path;
    }

    private static Box grown(Box box) {
        double wider = CROP_MARGIN * box.width();
        double higher = CROP_MARGIN * box.height();
        return new Box(box.left() - wider, box.top() - higher, box.right() + wider, box.bottom() + higher);
    }

    /** Labels come from outside: whatever is no letter, digit, dash or underscore is escaped, dots too. */
    private static String folder(String label) {
        return URLEncoder.encode(label, StandardCharsets.UTF_8)
                .replace(".", "%2E")
                .replace("*", "%2A");
    }
}
