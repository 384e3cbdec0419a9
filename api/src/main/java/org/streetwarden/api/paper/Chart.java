package org.streetwarden.api.paper;

import java.util.List;

/**
 * Numbers to draw over a common axis that begins at 0.
 *
 * @param labels below the axis, one per position; where there are too many, some are left out
 * @param series from 1 to 6, each with one value per position
 */
public record Chart(Shape shape, String title, List<String> labels, List<Series> series) {

    /** How values are drawn. */
    public enum Shape {
        /** One bar per value, series side by side. */
        BARS,
        /** One line per series, broken where a value is missing. */
        LINES
    }

    /**
     * One run of values.
     *
     * @param name for the legend
     * @param values from 0; NaN where there is none
     */
    public record Series(String name, List<Double> values) {
        public Series {
            values = List.copyOf(values);
        }
    }

    static final int MOST_SERIES = 6;

    /** @throws IllegalArgumentException where the values do not fit the labels */
    public Chart {
        labels = List.copyOf(labels);
        series = List.copyOf(series);
        if (labels.isEmpty() || series.isEmpty() || series.size() > MOST_SERIES) {
            throw new IllegalArgumentException("chart '%s': expected labels and 1 to %d series, found %d and %d"
                    .formatted(title, MOST_SERIES, labels.size(), series.size()));
        }
        for (Series each : series) {
            if (each.values().size() != labels.size()) {
                throw new IllegalArgumentException("chart '%s', series '%s': expected %d values, found %d"
                        .formatted(
                                title, each.name(), labels.size(), each.values().size()));
            }
        }
    }

    /** The end of the axis: 1, 2 or 5 times a power of ten, at or above every value. */
    double top() {
        double most = series.stream()
                .flatMap(each -> each.values().stream())
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        if (most <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        for (double step : new double[] {1, 2, 5}) {
            if (step * power >= most) {
                return step * power;
            }
        }
        return 10 * power;
    }
}
