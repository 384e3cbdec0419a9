package org.streetwarden.flight;

import org.streetwarden.directory.LonLat;

/**
 * What the laser range finder hit, in the middle of the picture.
 *
 * @param place WGS-84
 * @param aboveSeaM NaN where not written
 * @param distanceM from the aircraft; NaN where not written
 * @param valid whether the range finder said that it had an echo
 */
public record LaserTarget(LonLat place, double aboveSeaM, double distanceM, boolean valid) {}
