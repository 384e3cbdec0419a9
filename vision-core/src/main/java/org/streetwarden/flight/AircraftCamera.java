package org.streetwarden.flight;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What aircraft's cameras see when they are not zoomed: from the makers' specification sheets, which give the focal length that
 * sees as much on 24 x 36 mm film (by the diagonal) or the diagonal field of view. Not measured by us; a video may be cropped by
 * some percent against a photograph, which no telemetry says ({@link ErrorBudget#focalShare}).
 */
public enum AircraftCamera {
    MAVIC_PRO(26.3, Sensor.FOUR_THIRDS, "FC220"),
    PHANTOM_4_PRO(24, Sensor.THREE_HALVES, "FC6310", "FC6310S", "FC6310R"),
    MAVIC_2_PRO(28, Sensor.THREE_HALVES, "L1D-20c"),
    MAVIC_2_ZOOM(24, Sensor.FOUR_THIRDS, "FC2204"),
    MINI(24, Sensor.FOUR_THIRDS, "FC7203", "FC7303"),
    AIR_2(24, Sensor.FOUR_THIRDS, "FC3170"),
    AIR_2S(22, Sensor.THREE_HALVES, "FC3411"),
    MINI_3_AND_4(24, Sensor.FOUR_THIRDS, "FC3582", "FC3682", "FC8482"),
    MAVIC_3(24, Sensor.FOUR_THIRDS, "L2D-20c"),
    MAVIC_3_ENTERPRISE(24, Sensor.FOUR_THIRDS, "M3E", "M3T", "M3M"),
    MATRICE_30(24, Sensor.FOUR_THIRDS, "M30", "M30T"),
    ZENMUSE_H20(24, Sensor.FOUR_THIRDS, "ZH20", "ZH20T", "ZH20N"),
    /** Where nothing is known. */
    UNKNOWN(24, Sensor.FOUR_THIRDS);

    /** The shape of a whole sensor; videos use its full width. */
    private enum Sensor {
        FOUR_THIRDS(4.0 / 5),
        THREE_HALVES(3 / Math.sqrt(13));

        /** Of film that sees as much. */
        private final double widthMm;

        Sensor(double widthByDiagonal) {
            widthMm = Math.hypot(36, 24) * widthByDiagonal;
        }
    }

    private final double equivalentMm;
    private final Sensor sensor;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> models;

    AircraftCamera(double equivalentMm, Sensor sensor, String... models) {
        this.equivalentMm = equivalentMm;
        this.sensor = sensor;
        this.models = List.of(models);
    }

    /** By the name that it writes into EXIF as {@code Model}. */
    public static Optional<AircraftCamera> of(String model) {
        return Arrays.stream(values())
                .filter(camera -> camera.models.contains(model.strip()))
                .findFirst();
    }

    /** Equivalent focal length, millimetres, before any zoom. */
    public double equivalentMm() {
        return equivalentMm;
    }

    /**
     * Focal length in widths of the picture: the lens's own word where there is one, times digital zoom.
     *
     * @param lens as telemetry has it
     */
    public double focalWidths(Lens lens) {
        double millimetres = Double.isNaN(lens.equivalentMm()) ? equivalentMm : lens.equivalentMm();
        return millimetres * lens.digitalZoom() / sensor.widthMm;
    }
}
