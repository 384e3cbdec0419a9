package org.streetwarden.api.evidence;

import java.time.Instant;

/**
 * Whether the store lets an object be deleted or replaced.
 *
 * @param lockable whether the bucket has Object Lock at all
 * @param mode GOVERNANCE or COMPLIANCE; null where the object has no retention
 * @param until to when, null without retention
 * @param held whether a legal hold stands on it in the store
 */
public record WriteOnce(boolean lockable, String mode, Instant until, boolean held) {

    public static final WriteOnce NONE = new WriteOnce(false, null, null, false);
}
