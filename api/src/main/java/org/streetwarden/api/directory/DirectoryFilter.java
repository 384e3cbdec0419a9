package org.streetwarden.api.directory;

/**
 * Which entries a list shows; null leaves that side open.
 *
 * @param division its first digits
 * @param kind camera, or what stands above cameras
 * @param released whether it may be analysed
 * @param present whether its source still names it
 */
public record DirectoryFilter(
        String source, String division, String kind, String status, Boolean released, Boolean present) {}
