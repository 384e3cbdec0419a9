package org.streetwarden.directory;

import java.util.List;

/** What one row of a catalogue turned out to be. */
public sealed interface CatalogueRow {

    /** It can stand in the directory. */
    record Sound(CatalogueEntry entry) implements CatalogueRow {}

    /**
     * The source marks it as secret: nothing of it is kept but this.
     *
     * @param code empty where it is no sound code
     */
    record Secret(String code) implements CatalogueRow {}

    /**
     * It cannot stand in the directory.
     *
     * @param code empty where it is no sound code
     * @param reasons one sentence each
     */
    record Refused(String code, List<String> reasons) implements CatalogueRow {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
