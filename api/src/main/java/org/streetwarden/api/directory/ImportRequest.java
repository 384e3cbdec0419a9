package org.streetwarden.api.directory;

import org.streetwarden.api.imports.Format;
import org.streetwarden.directory.CoordinateSystem;

/**
 * What somebody says of a catalogue that they bring.
 *
 * @param source whose cameras these are
 * @param system of every position in it
 * @param purpose of every row without one of its own; null for none
 * @param sharingDocument of every row without one of its own; null for none
 * @param complete whether it names every camera of its source
 */
public record ImportRequest(
        String source,
        Format format,
        CoordinateSystem system,
        String purpose,
        String sharingDocument,
        boolean complete,
        String who,
        String why) {}
