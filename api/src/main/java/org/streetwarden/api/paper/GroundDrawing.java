package org.streetwarden.api.paper;

import java.awt.Color;
import java.io.IOException;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.streetwarden.directory.LonLat;

/** A plan of the ground within a rectangle of a page; a degree is as long everywhere on it as in its middle. */
final class GroundDrawing {

    private static final double METRES_PER_DEGREE = 111_195;
    private static final double LEAST_M = 60;
    private static final float MARGIN = 14;
    private static final float TEXT_SIZE = 7;
    private static final int CIRCLE_CORNERS = 24;
    private static final Color PAPER = new Color(0xF7F8F9);
    private static final Color SEEN = new Color(0xDDE3E8);
    private static final Color TRACK = new Color(0x0072B2);
    private static final Color FRAME = new Color(0xE69F00);
    private static final Color SPOT = new Color(0xB03000);
    private static final Color INK = new Color(0x303030);

    private final Face face;
    private final Pen pen;
    private final double west;
    private final double north;
    private final double eastM;
    private final double pointsPerMetre;
    private final double left;
    private final double above;

    private GroundDrawing(GroundPlan plan, Face face, Pen pen, float x, float y, float width, float height) {
        this.face = face;
        this.pen = pen;
        List<LonLat> places = plan.places();
        DoubleSummaryStatistics longitudes =
                places.stream().mapToDouble(LonLat::longitude).summaryStatistics();
        DoubleSummaryStatistics latitudes =
                places.stream().mapToDouble(LonLat::latitude).summaryStatistics();
        west = longitudes.getMin();
        north = latitudes.getMax();
        eastM = METRES_PER_DEGREE * Math.cos(Math.toRadians((north + latitudes.getMin()) / 2));
        double wideM = (longitudes.getMax() - west) * eastM;
        double highM = (north - latitudes.getMin()) * METRES_PER_DEGREE;
        pointsPerMetre = Math.min(
                (width - 2 * MARGIN) / Math.max(LEAST_M, wideM), (height - 2 * MARGIN) / Math.max(LEAST_M, highM));
        left = x + (width - wideM * pointsPerMetre) / 2;
        above = y + (height - highM * pointsPerMetre) / 2;
    }

    static void draw(GroundPlan plan, Face face, Pen pen, float x, float y, float width, float height)
            throws IOException {
        GroundDrawing drawing = new GroundDrawing(plan, face, pen, x, y, width, height);
        pen.fill(PAPER, x, y, width, height);
        for (List<LonLat> area : plan.areas()) {
            pen.area(SEEN, drawing.path(area, false));
        }
        for (List<LonLat> frame : plan.frames()) {
            drawing.line(FRAME, 0.6f, frame, true);
        }
        for (List<LonLat> line : plan.lines()) {
            drawing.line(TRACK, 1, line, false);
        }
        for (GroundPlan.Spot spot : plan.spots()) {
            drawing.spot(spot);
        }
        drawing.scale(x + 8, y + height - 8, width / 4);
    }

    private void line(Color colour, float width, List<LonLat> places, boolean closed) throws IOException {
        if (places.size() > 1) {
            pen.line(colour, width, path(places, closed));
        }
    }

    private float[] path(List<LonLat> places, boolean closed) {
        float[] path = new float[2 * (places.size() + (closed ? 1 : 0))];
        for (int i = 0; i < path.length / 2; i++) {
            LonLat place = places.get(i % places.size());
            path[2 * i] = x(place);
            path[2 * i + 1] = y(place);
        }
        return path;
    }

    private float x(LonLat place) {
        return (float) (left + (place.longitude() - west) * eastM * pointsPerMetre);
    }

    private float y(LonLat place) {
        return (float) (above + (north - place.latitude()) * METRES_PER_DEGREE * pointsPerMetre);
    }

    private void spot(GroundPlan.Spot spot) throws IOException {
        float x = x(spot.place());
        float y = y(spot.place());
        double radius = Math.max(3, spot.uncertaintyM() * pointsPerMetre);
        float[] circle = new float[2 * (CIRCLE_CORNERS + 1)];
        for (int i = 0; i <= CIRCLE_CORNERS; i++) {
            double angle = 2 * Math.PI * i / CIRCLE_CORNERS;
            circle[2 * i] = (float) (x + radius * Math.cos(angle));
            circle[2 * i + 1] = (float) (y + radius * Math.sin(angle));
        }
        pen.line(SPOT, 0.7f, circle);
        pen.fill(SPOT, x - 1.2f, y - 1.2f, 2.4f, 2.4f);
        pen.text(face, TEXT_SIZE, INK, x + 3, y - 3, spot.label());
    }

    private void scale(float x, float y, float most) throws IOException {
        int metres = 1;
        for (int each : new int[] {2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000}) {
            metres = each * pointsPerMetre <= most ? each : metres;
        }
        float end = (float) (x + metres * pointsPerMetre);
        pen.line(INK, 0.8f, x, y - 4, x, y, end, y, end, y - 4);
        pen.text(face, TEXT_SIZE, INK, x + 2, y - 4, metres + " m");
    }
}
