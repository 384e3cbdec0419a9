package org.streetwarden.models.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.Painting;
import org.streetwarden.models.pixels.PictureCrop;
import org.streetwarden.models.report.HtmlReport.Cell;
import org.streetwarden.models.report.HtmlReport.Tone;

class HtmlReportTest {

    @Test
    void escapesEveryTextAndCarriesNoScript() {
        String nasty = "<script>alert(\"&\")</script>";
        Painting frame = new Painting(0, 640, 320, Painting.Colour.RED);
        Box box = new Box(0.4, 0.4, 0.6, 0.6);
        Exhibit exhibit = new Exhibit(
                PictureCrop.around(frame, box),
                List.of(new Exhibit.Outline(box, Exhibit.Owner.TRUTH, nasty)),
                nasty);
        String page = new HtmlReport(nasty, nasty)
                .heading(nasty, nasty)
                .text(nasty)
                .verdict(false, nasty)
                .key(nasty, nasty, "")
                .table(List.of(nasty), List.of(List.of(new Cell(nasty, Tone.WORDS))))
                .wall(List.of(exhibit))
                .toString();

        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("style=\"")
                .contains("&lt;script&gt;alert(&quot;&amp;&quot;)")
                .contains("data:image/jpeg;base64,");
    }

    @Test
    void namesItsOwnStyleInItsPolicy() throws Exception {
        String page = new HtmlReport("中", "en").toString();
        String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        String digest = Base64.getEncoder()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));

        assertThat(page).contains("default-src 'none'; img-src data:; style-src 'sha256-" + digest + "'");
    }

    @Test
    void cutsASmallPictureInTheRightColours() throws IOException {
        Painting frame = new Painting(0, 1920, 1080, Painting.Colour.RED);
        PictureCrop crop = PictureCrop.around(frame, new Box(0.95, 0.95, 1, 1));
        var image = ImageIO.read(new ByteArrayInputStream(crop.jpeg()));

        assertThat(crop.part().right()).isEqualTo(1);
        assertThat(Math.max(image.getWidth(), image.getHeight())).isLessThanOrEqualTo(PictureCrop.MAX_SIDE);
        assertThat(image.getWidth()).isEqualTo(crop.width());
        int rgb = image.getRGB(image.getWidth() / 2, image.getHeight() / 2);
        assertThat((rgb >> 16) & 0xff).isGreaterThan(200);
        assertThat(rgb & 0xff).isLessThan(60);
    }
}
