package org.streetwarden.api.retention;

import java.time.Instant;
import java.util.List;

/**
 * Evidence whose time is over, or will be.
 *
 * @param caseId null where the incident made no case
 * @param subject number of the case, or id of the incident
 * @param since from when its time runs
 * @param objects by key
 */
public record Due(MaterialClass material, Long caseId, String subject, Instant since, List<NamedObject> objects) {

    public Due {
        objects = List.copyOf(objects);
    }

    public long bytes() {
        return objects.stream().mapToLong(NamedObject::bytes).sum();
    }
}
