package org.streetwarden.api.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PaperTest {

    private static final Instant MADE = Instant.parse("2026-11-27T01:02:03Z");

    private interface Filling {
        void fill(Paper paper) throws IOException;
    }

    private static byte[] written(Filling filling) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Paper paper = Paper.open("周报 Weekly report", MADE)) {
            filling.fill(paper);
            paper.writeTo(out);
        }
        String keep = System.getProperty("paper.keep");
        if (keep != null) {
            Files.write(Path.of(keep), out.toByteArray());
        }
        return out.toByteArray();
    }

    @Test
    void embedsTheLettersItUsesAndNoOthers() throws IOException {
        byte[] file = written(paper -> {
            paper.title("案件证据 Case evidence");
            paper.paragraph("机动车占压绿化带，\u0007字体没有的字 \uD83D\uDE97");
        });
        assertThat(file.length).isLessThan(100_000);
        try (PDDocument document = Loader.loadPDF(file)) {
            String text = new PDFTextStripper().getText(document);
            assertThat(text).contains("案件证据 Case evidence", "机动车占压绿化带，?字体没有的字 ?", "第 1 页，共 1 页");
            assertThat(document.getDocumentInformation().getTitle()).isEqualTo("周报 Weekly report");
            var fonts = document.getPage(0).getResources();
            for (var name : fonts.getFontNames()) {
                PDFont font = fonts.getFont(name);
                assertThat(font.isEmbedded()).isTrue();
                assertThat(font.getName()).matches("[A-Z]{6}\\+NotoSansSC.*");
            }
        }
    }

    @Test
    void beginsPagesAsNeededAndRepeatsTheHeadOfATable() throws IOException {
        List<Column> columns = List.of(new Column("名称 Name", 0.3), new Column("SHA-256", 0.7));
        List<List<String>> rows = IntStream.range(0, 80)
                .mapToObj(i -> List.of("part-" + i, "0123456789abcdef".repeat(8)))
                .toList();
        byte[] file = written(paper -> {
            paper.heading("文件 Files");
            paper.table(columns, rows);
            paper.facts(List.of(new Fact("理由 Why", "占道经营 ".repeat(2000))));
        });
        try (PDDocument document = Loader.loadPDF(file)) {
            assertThat(document.getNumberOfPages()).isGreaterThan(3);
            PDFTextStripper second = new PDFTextStripper();
            second.setStartPage(2);
            second.setEndPage(2);
            assertThat(second.getText(document)).startsWith("名称 Name");
            assertThat(new PDFTextStripper().getText(document))
                    .contains("part-79")
                    .contains("…");
        }
    }

    @Test
    void drawsPicturesAndCharts() throws IOException {
        List<String> days =
                IntStream.rangeClosed(1, 14).mapToObj(i -> "11-" + i).toList();
        List<Double> counts =
                IntStream.range(0, 14).mapToObj(i -> (double) (i * 7 % 11)).toList();
        List<Double> usual = IntStream.range(0, 14)
                .mapToObj(i -> i == 5 ? Double.NaN : 4 + i * 0.25)
                .toList();
        List<Chart.Series> series =
                List.of(new Chart.Series("占道经营 vending", counts), new Chart.Series("往常 usual", usual));
        byte[] file = written(paper -> {
            paper.title("案件周报 Weekly report");
            paper.picture(picture("jpg"), "首次看到 First seen");
            paper.picture(picture("png"), "上报 Raised");
            paper.chart(new Chart(Chart.Shape.BARS, "每日案件 Cases per day", days, series));
            paper.chart(new Chart(Chart.Shape.LINES, "趋势 Trend", days, series));
        });
        try (PDDocument document = Loader.loadPDF(file)) {
            assertThat(new PDFTextStripper().getText(document)).contains("往常 usual", "11-13", "上报 Raised");
        }
        assertThatThrownBy(() -> written(paper -> paper.picture(new byte[10], "")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a format that Java reads");
    }

    @Test
    void refusesAChartWhoseValuesDoNotFitItsLabels() {
        assertThatThrownBy(() -> new Chart(
                        Chart.Shape.BARS, "t", List.of("a", "b"), List.of(new Chart.Series("s", List.of(1.0)))))
                .hasMessageContaining("expected 2 values, found 1");
    }

    private static byte[] picture(String format) throws IOException {
        BufferedImage image = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillOval(100, 50, 300, 200);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }
}
