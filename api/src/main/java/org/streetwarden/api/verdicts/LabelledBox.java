package org.streetwarden.api.verdicts;

import org.streetwarden.geometry.Box;

/**
 * One thing in one picture.
 *
 * @param box fractions of the picture, inside it, with area
 */
public record LabelledBox(String label, Box box) {}
