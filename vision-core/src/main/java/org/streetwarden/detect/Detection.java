package org.streetwarden.detect;

import org.streetwarden.geometry.Box;

/**
 * One thing a model saw.
 *
 * @param label what it is, in the words of the model's manifest
 * @param score 0 to 1, at least the class's threshold
 * @param box fractions of the source picture, clipped to it
 */
public record Detection(String label, float score, Box box) {}
