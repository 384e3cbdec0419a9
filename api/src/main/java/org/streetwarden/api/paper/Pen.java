package org.streetwarden.api.paper;

import java.awt.Color;
import java.io.IOException;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** Draws on one page; lengths in points, y from the page's top downward. */
final class Pen implements AutoCloseable {

    private final PDPageContentStream stream;
    private final float pageHeight;

    /** @param stream closed with this */
    Pen(PDPageContentStream stream, float pageHeight) {
        this.stream = stream;
        this.pageHeight = pageHeight;
    }

    /** @param y of the line that letters stand on */
    void text(Face face, float size, Color colour, float x, float y, String text) throws IOException {
        stream.beginText();
        stream.setNonStrokingColor(colour);
        stream.setFont(face.font(), size);
        stream.newLineAtOffset(x, pageHeight - y);
        stream.showText(face.printable(text));
        stream.endText();
    }

    void line(Color colour, float width, float... xys) throws IOException {
        stream.setStrokingColor(colour);
        stream.setLineWidth(width);
        stream.moveTo(xys[0], pageHeight - xys[1]);
        for (int i = 2; i < xys.length; i += 2) {
            stream.lineTo(xys[i], pageHeight - xys[i + 1]);
        }
        stream.stroke();
    }

    void fill(Color colour, float x, float y, float width, float height) throws IOException {
        stream.setNonStrokingColor(colour);
        stream.addRect(x, pageHeight - y - height, width, height);
        stream.fill();
    }

    /** Fills a polygon. */
    void area(Color colour, float... xys) throws IOException {
        stream.setNonStrokingColor(colour);
        stream.moveTo(xys[0], pageHeight - xys[1]);
        for (int i = 2; i < xys.length; i += 2) {
            stream.lineTo(xys[i], pageHeight - xys[i + 1]);
        }
        stream.closePath();
        stream.fill();
    }

    void picture(PDImageXObject picture, float x, float y, float width, float height) throws IOException {
        stream.drawImage(picture, x, pageHeight - y - height, width, height);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
