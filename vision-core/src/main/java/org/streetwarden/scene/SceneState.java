package org.streetwarden.scene;

/** What a camera's clean reference is worth at a look. */
public enum SceneState {
    /** Most of the picture has no reference yet: nothing can be called new. */
    LEARNING,
    /** What differs from the reference differs from the place. */
    TRUSTED,
    /** Too dark, or without structure (fog, a covered lens): nothing is compared, learnt or forgotten. */
    UNREADABLE,
    /** Too much differs at once for things to have caused it: the camera moved, the light changed, a lorry is close. */
    CHANGED
}
