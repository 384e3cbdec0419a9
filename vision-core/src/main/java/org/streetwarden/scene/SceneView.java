package org.streetwarden.scene;

import java.util.List;

/**
 * What one look says about the place.
 *
 * @param objects what stands there that is not part of it, largest first; unless the state is {@code TRUSTED}, what was
 *     known before
 */
public record SceneView(SceneState state, List<StaticObject> objects) {

    /** Nothing known, nothing said. */
    public static final SceneView NONE = new SceneView(SceneState.LEARNING, List.of());
}
