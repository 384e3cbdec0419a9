package org.streetwarden.api.adapters;

import java.util.List;
import org.streetwarden.api.adapters.Adapter.Field;

/**
 * How a platform is asked for its open cases near one of ours, and where its answer says what.
 *
 * @param path behind the target's address; may be empty
 * @param post whether the fields are the body of a request, else its query
 * @param fields of the question; besides what an event says they may take {@code /nearby/radiusM} and {@code /nearby/since}
 */
public record Nearby(String path, boolean post, List<Field> fields, Found found) {

    public Nearby {
        fields = List.copyOf(fields);
    }

    /**
     * Where the answer says what; pointers into each of the cases but for the first, and null where it does not say.
     *
     * @param list to the array of cases; empty where the answer is the array
     * @param code of what it is about
     * @param sameAs field of the question that the code must equal; null where every code counts
     * @param status their word for how it stands; one that is known to be an end does not count
     * @param x east in the adapter's coordinates
     * @param y north in them
     * @param time pattern of {@code at}, Asia/Shanghai, or {@code epoch-ms}; null for ISO-8601 with an offset
     * @param source who told them
     * @param ours our number, where they have the case from us
     */
    public record Found(
            String list,
            String caseNo,
            String code,
            String sameAs,
            String status,
            String x,
            String y,
            String at,
            String time,
            String source,
            String ours) {}
}
