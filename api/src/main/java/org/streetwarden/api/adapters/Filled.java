package org.streetwarden.api.adapters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A form with its values.
 *
 * @param path behind the target's address
 * @param fields as they go out; without pictures
 * @param problems why it cannot be sent; empty where it can
 * @param notes what was cut or left out
 */
public record Filled(String path, ObjectNode fields, List<String> problems, List<String> notes) {
    public Filled {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }
}
