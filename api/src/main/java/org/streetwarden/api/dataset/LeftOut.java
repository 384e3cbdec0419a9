package org.streetwarden.api.dataset;

import java.util.Locale;

/** Why a judged case is not in a dataset. */
final class LeftOut extends Exception {

    private static final long serialVersionUID = 1L;

    enum Reason {
        /** The verdict says nothing about what the thing is. */
        TEACHES_NOTHING,
        /** The verdict says that its pictures must not leave. */
        PRIVACY,
        /** No class is named: a static object without the reviewer's boxes. */
        NO_CLASS,
        /** The evidence has no still of the raise. */
        NO_STILL,
        /** The store does not hold what was filed, or it is no picture. */
        EVIDENCE_DAMAGED,
        /** The evidence does not say what the model saw, so nothing can be masked. */
        NO_DETECTIONS,
        /** It is not known that the model looks for persons and vehicles, so nothing can be masked. */
        BLIND_MODEL,
        /** Too little of the thing is left to see once the picture is masked. */
        OBJECT_MASKED;

        /** As provenance writes it. */
        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    LeftOut(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
