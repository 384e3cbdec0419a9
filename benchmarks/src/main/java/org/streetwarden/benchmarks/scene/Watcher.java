package org.streetwarden.benchmarks.scene;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.streetwarden.geometry.Box;
import org.streetwarden.scene.CleanReference;
import org.streetwarden.scene.LumaGrid;
import org.streetwarden.scene.SceneSettings;
import org.streetwarden.scene.SceneView;
import org.streetwarden.scene.Signature;

/** What watches one place and says what is new there: ours, or a peer. */
interface Watcher extends AutoCloseable {

    /** @param movers boxes of persons and vehicles, where somebody named them */
    SceneView look(long ptsUs, LumaGrid grid, Collection<Box> movers);

    @Override
    default void close() {}

    /** A way of watching: its name, and a fresh one for each place. */
    record Method(String name, Function<SceneSettings, Watcher> opener) {

        Watcher open(SceneSettings settings) {
            return opener.apply(settings);
        }

        static Method reference(String name, Supplier<Signature> signature) {
            return new Method(name, settings -> {
                CleanReference reference = new CleanReference(settings, signature.get());
                return (ptsUs, grid, movers) -> reference.look(ptsUs, grid, movers, List.of());
            });
        }

        static Method mask(String name, Supplier<ForegroundMask> mask) {
            return new Method(name, settings -> new MaskWatcher(settings, mask.get()));
        }
    }
}
