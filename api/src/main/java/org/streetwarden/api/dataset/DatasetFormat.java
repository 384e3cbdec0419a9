package org.streetwarden.api.dataset;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The forms a dataset leaves in. */
public enum DatasetFormat {
    COCO {
        @Override
        Labels labels(Archive archive, List<String> classes) throws IOException {
            return new CocoLabels(archive, classes);
        }
    },
    YOLO {
        @Override
        Labels labels(Archive archive, List<String> classes) {
            return new YoloLabels(archive, classes);
        }
    },
    CVAT {
        @Override
        Labels labels(Archive archive, List<String> classes) throws IOException {
            return new CvatLabels(archive, classes);
        }
    };

    abstract Labels labels(Archive archive, List<String> classes) throws IOException;

    /** As the API writes it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DatasetFormat> of(String id) {
        return Arrays.stream(values()).filter(format -> format.id().equals(id)).findFirst();
    }
}
