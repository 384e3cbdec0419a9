package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;

/** How high the ground is, in metres above the place of take-off. */
public interface Terrain {

    /** NaN where it is not known. */
    double heightM(LonLat place);

    /** One standard deviation, metres. */
    double unsureM();

    /** How far a ray may go between two looks at the ground, metres; infinite where the ground is level. */
    double stepM();

    /** Ground at one height everywhere. */
    static Terrain level(double heightM, double unsureM) {
        return new Terrain() {
            @Override
            public double heightM(LonLat place) {
                return heightM;
            }

            @Override
            public double unsureM() {
                return unsureM;
            }

            @Override
            public double stepM() {
                return Double.POSITIVE_INFINITY;
            }
        };
    }

    /**
     * An elevation model, taken against its own height at the place of take-off, so that its datum does not matter.
     *
     * @throws IllegalArgumentException where the model does not know the place of take-off
     */
    static Terrain of(ElevationGrid grid, LonLat takeOff, double unsureM) {
        double base = grid.heightM(takeOff);
        if (Double.isNaN(base)) {
            throw new IllegalArgumentException("elevation: expected one that covers the place of take-off, %.5f, %.5f"
                    .formatted(takeOff.longitude(), takeOff.latitude()));
        }
        return new Terrain() {
            @Override
            public double heightM(LonLat place) {
                return grid.heightM(place) - base;
            }

            @Override
            public double unsureM() {
                return unsureM;
            }

            @Override
            public double stepM() {
                return grid.cellM() / 2;
            }
        };
    }
}
