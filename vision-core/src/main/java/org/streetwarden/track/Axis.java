package org.streetwarden.track;

import org.streetwarden.track.TrackerMemory.AxisMemory;

/**
 * One coordinate of a moving box: a Kalman filter over position and velocity, with a velocity that fades (an
 * Ornstein-Uhlenbeck process, Singer 1970), because over seconds nothing in a street keeps its course. The unit of
 * position is the caller's.
 */
final class Axis {

    /** Seconds after which a third of the velocity is left. */
    private static final double FADE_S = 2;

    /** Seconds of unobserved motion after which uncertainty is large enough. */
    private static final double MAX_STEP_S = 10;

    /** Standard deviations, in sizes of the thing: of a measurement, of the first velocity, of its change per second. */
    private static final double MEASURED = 0.05;

    private static final double FIRST_VELOCITY = 1;
    private static final double CHANGE = 0.5;

    private double position;
    private double velocity;
    private double varPosition;
    private double covariance;
    private double varVelocity;

    Axis(double position, double size) {
        this.position = position;
        this.varPosition = square(MEASURED * size);
        this.varVelocity = square(FIRST_VELOCITY * size);
    }

    Axis(AxisMemory memory) {
        position = memory.position();
        velocity = memory.velocity();
        varPosition = memory.varPosition();
        covariance = memory.covariance();
        varVelocity = memory.varVelocity();
    }

    AxisMemory memory() {
        return new AxisMemory(position, velocity, varPosition, covariance, varVelocity);
    }

    double velocity() {
        return velocity;
    }

    /** Where it will be, leaving the filter as it is. */
    double after(double seconds) {
        return position + velocity * reach(seconds);
    }

    void predict(double seconds, double size) {
        double step = Math.min(seconds, MAX_STEP_S);
        double reach = reach(seconds);
        double keep = Math.exp(-seconds / FADE_S);
        double noise = square(CHANGE * size);
        position += velocity * reach;
        velocity *= keep;
        varPosition += 2 * reach * covariance + reach * reach * varVelocity + noise * step * step * step / 3;
        covariance = keep * (covariance + reach * varVelocity) + noise * step * step / 2;
        varVelocity = keep * keep * varVelocity + noise * step;
    }

    void correct(double measured, double size) {
        double gainPosition = varPosition / (varPosition + square(MEASURED * size));
        double gainVelocity = covariance / (varPosition + square(MEASURED * size));
        double surprise = measured - position;
        position += gainPosition * surprise;
        velocity += gainVelocity * surprise;
        varVelocity -= gainVelocity * covariance;
        covariance *= 1 - gainPosition;
        varPosition *= 1 - gainPosition;
    }

    private static double reach(double seconds) {
        return FADE_S * (1 - Math.exp(-seconds / FADE_S));
    }

    private static double square(double value) {
        return value * value;
    }
}
