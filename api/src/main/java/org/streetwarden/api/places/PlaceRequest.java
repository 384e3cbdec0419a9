package org.streetwarden.api.places;

import org.streetwarden.api.imports.Format;
import org.streetwarden.directory.CoordinateSystem;

/**
 * What somebody says of a file that they bring.
 *
 * @param system of every position in it; null where it has none
 * @param source document or office that it comes from
 */
public record PlaceRequest(
        Register register, Format format, CoordinateSystem system, String source, String who, String why) {}
