package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an import does to one row of its register.
 *
 * @param before the row as it stood; null where it is new
 * @param after the row afterwards; null where it is gone
 */
public record PlaceChange(String key, PlaceImport.Outcome outcome, JsonNode before, JsonNode after) {}
