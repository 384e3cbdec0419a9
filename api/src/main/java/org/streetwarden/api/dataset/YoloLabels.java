package org.streetwarden.api.dataset;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The folders that Ultralytics' trainers read: {@code images/SPLIT}, {@code labels/SPLIT} with one line {@code class x y w h}
 * per box (centre and size, fractions of the picture), and {@code data.yaml}, which names the splits that have pictures; its own
 * folder is the root. A picture without boxes has an empty file. Source: docs.ultralytics.com/datasets/detect.
 */
final class YoloLabels implements Labels {

    private final Archive archive;
    private final List<String> classes;
    private final Set<Split> splits = EnumSet.noneOf(Split.class);

    YoloLabels(Archive archive, List<String> classes) {
        this.archive = archive;
        this.classes = List.copyOf(classes);
    }

    @Override
    public String path(Split split, String fileName) {
        return "images/" + split.id() + "/" + fileName;
    }

    @Override
    public void add(Sample sample) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Sample.Label each : sample.labels()) {
            lines.append(String.format(
                    Locale.ROOT,
                    "%d %.6f %.6f %.6f %.6f\n",
                    each.classIndex(),
                    each.box().centre().x(),
                    each.box().centre().y(),
                    each.box().width(),
                    each.box().height()));
        }
        String name = sample.fileName().replaceFirst("\\.jpg$", ".txt");
        splits.add(sample.split());
        archive.putText("labels/" + sample.split().id() + "/" + name, lines.toString());
    }

    @Override
    public void finish() throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (Split split : splits) {
            yaml.append(split.id()).append(": images/").append(split.id()).append('\n');
        }
        yaml.append(classes.isEmpty() ? "names: {}\n" : "names:\n");
        for (int i = 0; i < classes.size(); i++) {
            // A JSON string is a YAML scalar.
            yaml.append("  ")
                    .append(i)
                    .append(": ")
                    .append(TextNode.valueOf(classes.get(i)))
                    .append('\n');
        }
        archive.putText("data.yaml", yaml.toString());
    }

    @Override
    public void close() {}
}
