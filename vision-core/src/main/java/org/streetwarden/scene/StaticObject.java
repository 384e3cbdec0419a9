package org.streetwarden.scene;

import org.streetwarden.geometry.Box;

/**
 * Something that stands where the clean reference has nothing.
 *
 * @param id positive, never used again by the same reference
 * @param box fractions of the picture, to about a fortieth of its width
 * @param sinceUs the first look that showed it there, on the camera's timeline
 * @param score how unlike the reference its place looks, 0 to 1
 */
public record StaticObject(long id, Box box, long sinceUs, double score) {}
