package org.streetwarden.api.paper;

import java.awt.Color;
import java.io.IOException;
import java.util.Locale;
import org.streetwarden.api.paper.Chart.Series;

/** A chart within a rectangle of a page. */
final class ChartDrawing {

    /** Told apart by people who do not see all colours, after Okabe and Ito (2008), and by their lightness in grey print. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xE69F00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0x56B4E9),
        new Color(0xD55E00)
    };

    private static final Color GRID = new Color(0xD0D0D0);
    private static final Color INK = new Color(0x303030);
    private static final float TEXT_SIZE = 8;
    private static final float AXIS_WIDTH = 34;
    private static final float LEGEND_HEIGHT = 16;
    private static final float LABEL_HEIGHT = 16;
    private static final int STEPS = 4;

    private final Chart chart;
    private final Face face;
    private final Pen pen;
    private final float x;
    private final float y;
    private final float width;
    private final float height;
    private final double top;

    /** Of the part between the axes: from {@code x, y}, within a rectangle of the given size. */
    private ChartDrawing(Chart chart, Face face, Pen pen, float x, float y, float width, float height) {
        this.chart = chart;
        this.face = face;
        this.pen = pen;
        this.x = x + AXIS_WIDTH;
        this.y = y + LEGEND_HEIGHT;
        this.width = width - AXIS_WIDTH;
        this.height = height - LEGEND_HEIGHT - LABEL_HEIGHT;
        this.top = chart.top();
    }

    static void draw(Chart chart, Face face, Pen pen, float x, float y, float width, float height) throws IOException {
        ChartDrawing drawing = new ChartDrawing(chart, face, pen, x, y, width, height);
        drawing.legend(x, y);
        drawing.grid();
        drawing.labels();
        for (int i = 0; i < chart.series().size(); i++) {
            switch (chart.shape()) {
                case BARS -> drawing.bars(i);
                case LINES -> drawing.lines(i);
            }
        }
    }

    private void legend(float left, float above) throws IOException {
        float at = left + AXIS_WIDTH;
        for (int i = 0; i < chart.series().size(); i++) {
            String name = face.printable(chart.series().get(i).name());
            pen.fill(COLOURS[i], at, above + 2, 8, 8);
            pen.text(face, TEXT_SIZE, INK, at + 11, above + 9, name);
            at += 24 + face.width(name, TEXT_SIZE);
        }
    }

    private void grid() throws IOException {
        for (int i = 0; i <= STEPS; i++) {
            double value = top * i / STEPS;
            float level = level(value);
            pen.line(GRID, 0.5f, x, level, x + width, level);
            String text = number(value);
            pen.text(face, TEXT_SIZE, INK, x - 4 - face.width(text, TEXT_SIZE), level + 3, text);
        }
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    /** As many labels as stand side by side. */
    private void labels() throws IOException {
        float widest = 0;
        for (String label : chart.labels()) {
            widest = Math.max(widest, face.width(face.printable(label), TEXT_SIZE));
        }
        int every = Math.max(1, (int) Math.ceil((widest + 6) / slot()));
        for (int i = 0; i < chart.labels().size(); i += every) {
            String label = face.printable(chart.labels().get(i));
            float middle = x + (i + 0.5f) * slot();
            pen.text(face, TEXT_SIZE, INK, middle - face.width(label, TEXT_SIZE) / 2, y + height + 11, label);
        }
    }

    private void bars(int place) throws IOException {
        float bar = slot() * 0.7f / chart.series().size();
        Series series = chart.series().get(place);
        for (int i = 0; i < series.values().size(); i++) {
            double value = series.values().get(i);
            if (value > 0 && Double.isFinite(value)) {
                float left = x + (i + 0.15f) * slot() + place * bar;
                pen.fill(COLOURS[place], left, level(value), bar, y + height - level(value));
            }
        }
    }

    private void lines(int place) throws IOException {
        Series series = chart.series().get(place);
        for (int i = 0; i < series.values().size(); i++) {
            double value = series.values().get(i);
            if (!Double.isFinite(value)) {
                continue;
            }
            float at = x + (i + 0.5f) * slot();
            pen.fill(COLOURS[place], at - 1.5f, level(value) - 1.5f, 3, 3);
            if (i > 0 && Double.isFinite(series.values().get(i - 1))) {
                pen.line(
                        COLOURS[place], 1.2f, at - slot(), level(series.values().get(i - 1)), at, level(value));
            }
        }
    }

    private float slot() {
        return width / chart.labels().size();
    }

    private float level(double value) {
        return y + height - (float) (Math.max(0, value) / top) * height;
    }
}
