package org.streetwarden.scene;

import java.util.Set;

/**
 * What one look says about a camera's view.
 *
 * @param state what the last looks agree on
 * @param sinceUs when it began, on the camera's timeline
 * @param seen what this look alone shows
 * @param likeness to the view that was learnt, -1 to 1; 0 where there is none
 * @param asks whether it has stayed turned for so long that a person must say what it shows now
 * @param hidden numbers of the zones of which this look shows nothing, because something stands before them
 */
public record View(ViewState state, long sinceUs, ViewState seen, double likeness, boolean asks, Set<Integer> hidden) {

    /** Nobody guards it, or this look has no picture. */
    public static final View UNGUARDED = new View(ViewState.UNKNOWN, 0, ViewState.UNKNOWN, 0, false, Set.of());

    public View {
        hidden = Set.copyOf(hidden);
    }

    /** Whether this look may be judged: it shows the place, or nobody knows better. */
    public boolean judged() {
        return fine(seen);
    }

    private static boolean fine(ViewState state) {
        return state == ViewState.CLEAR || state == ViewState.UNKNOWN;
    }

    /** As a camera's state names what is wrong: {@code VIEW_TURNED}; empty where nothing is. */
    public String reason() {
        return fine(state) ? "" : "VIEW_" + state.name();
    }

    /** The same as a sentence; empty where nothing is wrong. */
    public String detail() {
        String what =
                switch (state) {
                    case UNKNOWN, CLEAR -> "";
                    case TURNED -> "the camera shows another place than its zones were drawn on";
                    case COVERED -> "something before the lens hides the place";
                    case BLURRED -> "the picture is blurred";
                    case DARK -> "it is too dark to see anything";
                    case FROZEN -> "the same picture comes again and again";
                };
        String ask = asks ? "; if that is its view from now on, name it anew under view: names: of the worker" : "";
        return what.isEmpty() ? what : what + ": its rules are suspended, nothing is cleared" + ask;
    }
}
