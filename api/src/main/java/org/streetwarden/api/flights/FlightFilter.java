package org.streetwarden.api.flights;

/**
 * Which flights a list holds.
 *
 * @param pilot only his; null: everybody's
 * @param state null: any
 * @param after the last of the page before; null: from the newest
 */
public record FlightFilter(String pilot, FlightState state, String after) {}
