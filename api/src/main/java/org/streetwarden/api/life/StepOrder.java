package org.streetwarden.api.life;

import org.streetwarden.api.cases.CaseStatus;

/**
 * A step as a person asks for it.
 *
 * @param from where he saw the case stand; null where he does not say
 * @param platformCaseNo the platform's number, where he knows it; else null
 */
public record StepOrder(String action, CaseStatus from, String who, String why, String platformCaseNo) {}
