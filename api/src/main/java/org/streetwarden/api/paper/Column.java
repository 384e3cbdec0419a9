package org.streetwarden.api.paper;

/**
 * A column of a table.
 *
 * @param share of the page's width, above 0; the shares of a table's columns add up to 1
 */
public record Column(String head, double share) {}
