package org.streetwarden.api.events;

/**
 * One change.
 *
 * @param id grows in commit order
 * @param type {@code case-filed}, {@code case-cleared} or {@code camera-changed}
 * @param json the case's or camera's present facts, on one line
 */
public record Event(long id, String type, String json) {}
