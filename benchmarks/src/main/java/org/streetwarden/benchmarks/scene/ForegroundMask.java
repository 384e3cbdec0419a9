package org.streetwarden.benchmarks.scene;

import org.streetwarden.scene.LumaGrid;

/** A peer's first step: which pixels of a look are not the place's own. Owns what it holds. */
interface ForegroundMask extends AutoCloseable {

    /**
     * Takes one look.
     *
     * @param learning whether the place is still being learnt
     * @param foreground (output) one flag a pixel
     */
    void look(LumaGrid grid, boolean learning, boolean[] foreground);

    @Override
    default void close() {}
}
