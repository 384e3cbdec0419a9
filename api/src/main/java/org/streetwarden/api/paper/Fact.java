package org.streetwarden.api.paper;

/** A row of a table of two columns: what it is called, and what it is. */
public record Fact(String name, String value) {}
