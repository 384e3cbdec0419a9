package org.streetwarden.casefile;

/** What a model is to a group of cameras. */
public enum ModelRole {
    /** Judges every camera that has no canary. */
    ACTIVE,
    /** Judges a share of the cameras, to be proven there. */
    CANARY,
    /** Looks at the same pictures as the active one and files nothing. */
    SHADOW
}
