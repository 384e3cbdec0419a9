package org.streetwarden.flights;

/** Nothing will ever come of it; one sentence for whoever brought the flight. */
final class FlightRefused extends Exception {

    private static final long serialVersionUID = 1L;

    FlightRefused(String sentence) {
        super(sentence);
    }
}
