package org.streetwarden.detect;

import org.streetwarden.geometry.Box;

/**
 * One thing a model saw.
 *
 * @param label the model's class name, as in its manifest
 * @param score 0 to 1, at least the class's threshold
 * @param box fractions of the source picture, clipped to it
 */
public record Detection(String label, float score, Box box) {}
