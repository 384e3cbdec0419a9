package org.streetwarden.flight;

/**
 * A problem that a flight has.
 *
 * @param times how often
 * @param detail where first and what stands there; empty where there is nothing to quote
 */
public record Finding(FlightProblem problem, long times, String detail) {

    public Finding(FlightProblem problem, String detail) {
        this(problem, 1, detail);
    }
}
