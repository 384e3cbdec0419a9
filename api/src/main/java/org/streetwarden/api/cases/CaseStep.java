package org.streetwarden.api.cases;

/**
 * One row of {@code case_transitions}.
 *
 * @param action the step's name in requests
 * @param byVerdict whether only a verdict or the review gate takes it
 * @param meaning one English sentence
 */
public record CaseStep(CaseStatus from, CaseStatus to, String action, boolean byVerdict, String meaning) {}
