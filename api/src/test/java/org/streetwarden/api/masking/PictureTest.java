package org.streetwarden.api.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.streetwarden.geometry.Point;

/** Pictures seen straight. */
class PictureTest {

    /** Flown southward: what is north lies at the picture's foot. The right half of the square is not shown. */
    @Test
    void laysGroundWithNorthAbove() throws Exception {
        BufferedImage still = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = still.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, 64, 16);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(0, 16, 64, 16);
        graphics.dispose();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(still, "jpeg", jpeg);
        Picture square = Picture.read(jpeg.toByteArray())
                .square(
                        32,
                        (right, down) -> right < 0.5 ? Optional.of(new Point(1 - right, 1 - down)) : Optional.empty());
        BufferedImage seen = ImageIO.read(new ByteArrayInputStream(square.jpeg()));
        assertThat(new Color(seen.getRGB(4, 4)).getBlue()).isGreaterThan(200);
        assertThat(new Color(seen.getRGB(4, 28)).getRed()).isGreaterThan(200);
        Color unseen = new Color(seen.getRGB(28, 16));
        assertThat(List.of(unseen.getRed(), unseen.getGreen(), unseen.getBlue()))
                .allMatch(value -> Math.abs(value - 128) < 12);
    }
}
