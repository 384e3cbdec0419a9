package org.streetwarden.flight;

/**
 * What telemetry says of the lens.
 *
 * @param equivalentMm focal length that would see as much on 24 x 36 mm film; NaN where not written
 * @param digitalZoom at least 1; 1 where not written
 */
public record Lens(double equivalentMm, double digitalZoom) {

    public static final Lens UNSAID = new Lens(Double.NaN, 1);

    private static final double TENTHS_FROM = 100;

    /**
     * As written: 24.00 is millimetres, 240 is tenths of them (Mavic 2 and Air 2 families).
     *
     * @param focalLength what stands at {@code focal_len}; NaN where nothing
     * @param zoomTenThousandths what stands at {@code dzoom_ratio}; NaN where nothing
     */
    static Lens written(double focalLength, double zoomTenThousandths) {
        double millimetres = focalLength >= TENTHS_FROM ? focalLength / 10 : focalLength;
        double zoom = zoomTenThousandths >= 10_000 ? zoomTenThousandths / 10_000 : 1;
        return new Lens(millimetres > 0 ? millimetres : Double.NaN, zoom);
    }
}
