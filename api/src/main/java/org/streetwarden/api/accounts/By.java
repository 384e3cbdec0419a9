package org.streetwarden.api.accounts;

/**
 * Who does something to an account or a key, and from where.
 *
 * @param name empty where nobody is known yet
 */
public record By(String name, String address) {}
