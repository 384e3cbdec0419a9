package org.streetwarden.directory;

/**
 * A place on the Earth in WGS-84, which CGCS2000 equals to within a metre.
 *
 * @param longitude degrees east
 * @param latitude degrees north
 */
public record LonLat(double longitude, double latitude) {}
