package org.streetwarden.detect;

/**
 * Which model judged.
 *
 * @param name package name
 * @param version package version
 * @param sha256 digest of the whole package, 64 lower-case hexadecimal digits
 */
public record ModelIdentity(String name, String version, String sha256) {}
