package org.streetwarden.api.models;

/** Where a model stands; the last but one, two and three towards one group of cameras. */
public enum ModelState {
    /** In the store. */
    IMPORTED,
    /** Its gate has passed. */
    CHECKED,
    /** Looks beside the active model and files nothing. */
    SHADOW,
    /** Judges a share of a group's cameras. */
    CANARY,
    /** Judges a group's cameras. */
    ACTIVE,
    /** At its end; nothing leads back. */
    RETIRED
}
