package org.streetwarden.rule;

/** What becomes of an incident. */
public enum Outcome {
    /** It becomes a case, or joins one. */
    FILE,
    /** It is held until a time and judged again. */
    WAIT,
    /** It becomes a case that begins with a reminder. */
    REMIND,
    /** It becomes no case. */
    SUPPRESS
}
