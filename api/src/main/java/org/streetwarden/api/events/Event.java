package org.streetwarden.api.events;

/**
 * One change.
 *
 * @param id grows in commit order
 * @param type {@code case-filed}, {@code case-cleared}, {@code case-judged}, {@code case-moved}, {@code case-checked},
 *     {@code camera-changed}, {@code model-changed}, {@code coverage-below} or {@code coverage-kept}
 * @param json the present facts of the case, camera, model or window, on one line
 */
public record Event(long id, String type, String json) {}
