package org.streetwarden.scene;

/** What a camera's view is worth at a look; only a clear one is judged. */
public enum ViewState {
    /** There is nothing yet to compare the view with. */
    UNKNOWN,
    /** It shows the place its zones were drawn on. */
    CLEAR,
    /** It shows another place: the dome was turned, zoomed or moved. */
    TURNED,
    /** Something close hides most of the place. */
    COVERED,
    /** Nothing in it is sharp. */
    BLURRED,
    /** Too little light to tell things apart. */
    DARK,
    /** The same picture comes again and again although its time stamps advance. */
    FROZEN
}
