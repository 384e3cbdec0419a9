package org.streetwarden.api.paper;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/**
 * A document of A4 pages, filled from top to bottom; a new page begins where something does not fit. Written once with
 * {@link #writeTo}, then closed. One thread.
 */
public final class Paper implements AutoCloseable {

    static final float WIDTH = PDRectangle.A4.getWidth();
    static final float HEIGHT = PDRectangle.A4.getHeight();
    static final float MARGIN = 50;

    private static final float INNER = WIDTH - 2 * MARGIN;
    private static final float LEADING = 1.5f;
    private static final float TEXT_SIZE = 9.5f;
    private static final float SMALL_SIZE = 8;
    private static final float CELL_PADDING = 4;
    private static final float CHART_HEIGHT = 180;
    private static final float PLAN_HEIGHT = 300;
    private static final double NAME_SHARE = 0.27;
    private static final Color INK = new Color(0x1A1A1A);
    private static final Color GREY = new Color(0x606060);
    private static final Color RULE = new Color(0xB0B0B0);
    private static final Color SHADE = new Color(0xF0F2F4);

    private final String title;
    private final PDDocument document = new PDDocument();
    private Face regular;
    private Face bold;
    private Pen pen;
    private float y;

    private Paper(String title) {
        this.title = title;
    }

    /**
     * An empty document.
     *
     * @param title stands in the file's properties and at the foot of each page
     * @param made when, as the file's properties say
     */
    public static Paper open(String title, Instant made) throws IOException {
        Paper paper = new Paper(title);
        try {
            paper.regular = Face.of(paper.document, "NotoSansSC-Regular.ttf");
            paper.bold = Face.of(paper.document, "NotoSansSC-Bold.ttf");
            paper.describe(made);
            paper.turnPage();
            return paper;
        } catch (IOException | RuntimeException failure) {
            paper.close();
            throw failure;
        }
    }

    private void describe(Instant made) {
        PDDocumentInformation properties = document.getDocumentInformation();
        properties.setTitle(title);
        properties.setProducer("Streetwarden");
        Calendar date = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        date.setTimeInMillis(made.toEpochMilli());
        properties.setCreationDate(date);
        document.getDocumentCatalog().setLanguage("zh-CN");
        document.setDocumentId(made.toEpochMilli());
    }

    /** The document's own heading. */
    public void title(String text) throws IOException {
        flow(text, bold, 18, INK);
        y += 4;
    }

    /** The heading of a part; never the last line of a page. */
    public void heading(String text) throws IOException {
        room(80);
        y += 10;
        flow(text, bold, 12.5f, INK);
        y += 2;
    }

    public void paragraph(String text) throws IOException {
        flow(text, regular, TEXT_SIZE, INK);
        y += 4;
    }

    /** A paragraph in small grey letters. */
    public void note(String text) throws IOException {
        flow(text, regular, SMALL_SIZE, GREY);
        y += 4;
    }

    /** A table of names and values. */
    public void facts(List<Fact> facts) throws IOException {
        List<Column> columns = List.of(new Column("", NAME_SHARE), new Column("", 1 - NAME_SHARE));
        for (Fact fact : facts) {
            row(columns, List.of(fact.name(), fact.value()), bold, regular, null);
        }
        y += 6;
    }

    /** A table; its head is repeated on each page. */
    public void table(List<Column> columns, List<List<String>> rows) throws IOException {
        List<String> heads = columns.stream().map(Column::head).toList();
        row(columns, heads, bold, bold, SHADE);
        for (List<String> cells : rows) {
            if (y + cellsHeight(columns, cells, regular, regular) > bottom()) {
                turnPage();
                row(columns, heads, bold, bold, SHADE);
            }
            row(columns, cells, regular, regular, null);
        }
        y += 6;
    }

    /**
     * A picture as wide as the page, at most half a page high, with a line below.
     *
     * @param image JPEG, which is embedded as it is, or another format that Java reads
     * @throws IOException where it is no picture
     */
    public void picture(byte[] image, String caption) throws IOException {
        PDImageXObject picture = load(image);
        float scale = Math.min(INNER / picture.getWidth(), HEIGHT / 2.6f / picture.getHeight());
        float height = picture.getHeight() * scale;
        room(height + 24);
        pen.picture(picture, MARGIN, y, picture.getWidth() * scale, height);
        y += height + 3;
        note(caption);
    }

    private PDImageXObject load(byte[] image) throws IOException {
        if (image.length > 2 && (image[0] & 0xFF) == 0xFF && (image[1] & 0xFF) == 0xD8) {
            return jpeg(image);
        }
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(image));
        if (decoded == null) {
            throw new IOException("picture: expected a format that Java reads, found another");
        }
        return LosslessFactory.createFromImage(document, decoded);
    }

    private PDImageXObject jpeg(byte[] image) throws IOException {
        try {
            return JPEGFactory.createFromByteArray(document, image);
        } catch (RuntimeException unreadable) {
            throw new IOException("picture: expected a JPEG picture, found " + unreadable, unreadable);
        }
    }

    /** A chart as wide as the page. */
    public void chart(Chart chart) throws IOException {
        room(CHART_HEIGHT + 30);
        flow(chart.title(), bold, TEXT_SIZE, INK);
        y += 3;
        ChartDrawing.draw(chart, regular, pen, MARGIN, y, INNER, CHART_HEIGHT);
        y += CHART_HEIGHT + 8;
    }

    /** A plan of the ground as wide as the page; it holds at least one place. */
    public void plan(GroundPlan plan) throws IOException {
        room(PLAN_HEIGHT + 20);
        GroundDrawing.draw(plan, regular, pen, MARGIN, y, INNER, PLAN_HEIGHT);
        y += PLAN_HEIGHT + 4;
    }

    /** Begins a new page. */
    public void turnPage() throws IOException {
        if (pen != null) {
            pen.close();
        }
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        pen = new Pen(new PDPageContentStream(document, page), HEIGHT);
        y = MARGIN;
    }

    /**
     * Numbers the pages and writes the file; nothing may be added afterwards.
     *
     * @param out stays the caller's to close
     */
    public void writeTo(OutputStream out) throws IOException {
        pen.close();
        int pages = document.getNumberOfPages();
        for (int i = 0; i < pages; i++) {
            PDPage page = document.getPage(i);
            try (Pen foot = new Pen(new PDPageContentStream(document, page, AppendMode.APPEND, true, true), HEIGHT)) {
                String number = "第 %d 页，共 %d 页  Page %d of %d".formatted(i + 1, pages, i + 1, pages);
                float right = WIDTH - MARGIN - regular.width(number, SMALL_SIZE);
                foot.line(RULE, 0.5f, MARGIN, HEIGHT - 40, WIDTH - MARGIN, HEIGHT - 40);
                foot.text(regular, SMALL_SIZE, GREY, MARGIN, HEIGHT - 28, title);
                foot.text(regular, SMALL_SIZE, GREY, right, HEIGHT - 28, number);
            }
        }
        document.save(out);
    }

    private void flow(String text, Face face, float size, Color colour) throws IOException {
        for (String line : face.lines(text, size, INNER)) {
            room(size * LEADING);
            y += size * LEADING;
            pen.text(face, size, colour, MARGIN, y - size * 0.35f, line);
        }
    }

    /** A row never crosses pages, unless it is higher than one: then what is too much is cut with an ellipsis. */
    private void row(List<Column> columns, List<String> cells, Face first, Face others, Color shade)
            throws IOException {
        float height = Math.min(cellsHeight(columns, cells, first, others), bottom() - MARGIN);
        room(height);
        if (shade != null) {
            pen.fill(shade, MARGIN, y, INNER, height);
        }
        float x = MARGIN;
        for (int i = 0; i < columns.size(); i++) {
            cell(cells.get(i), i == 0 ? first : others, x, width(columns.get(i)), height);
            x += width(columns.get(i));
        }
        y += height;
        pen.line(RULE, 0.4f, MARGIN, y, WIDTH - MARGIN, y);
    }

    private void cell(String text, Face face, float x, float width, float height) throws IOException {
        List<String> lines = face.lines(text, SMALL_SIZE, width - 2 * CELL_PADDING);
        int most = (int) ((height - 2 * CELL_PADDING) / (SMALL_SIZE * LEADING) + 0.01f);
        float at = y + CELL_PADDING;
        for (int i = 0; i < Math.min(most, lines.size()); i++) {
            at += SMALL_SIZE * LEADING;
            String shown = i == most - 1 && most < lines.size() ? "…" : lines.get(i);
            pen.text(face, SMALL_SIZE, INK, x + CELL_PADDING, at - SMALL_SIZE * 0.35f, shown);
        }
    }

    private float cellsHeight(List<Column> columns, List<String> cells, Face first, Face others) {
        int most = 1;
        for (int i = 0; i < columns.size(); i++) {
            Face face = i == 0 ? first : others;
            float width = width(columns.get(i)) - 2 * CELL_PADDING;
            most = Math.max(most, face.lines(cells.get(i), SMALL_SIZE, width).size());
        }
        return most * SMALL_SIZE * LEADING + 2 * CELL_PADDING;
    }

    private static float width(Column column) {
        return (float) column.share() * INNER;
    }

    private static float bottom() {
        return HEIGHT - MARGIN;
    }

    private void room(float height) throws IOException {
        if (y + height > bottom() && y > MARGIN) {
            turnPage();
        }
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
