package org.streetwarden.flights;

/** What a flight's survey says to people, who read it where it stands in either language. */
final class Remark {

    private Remark() {}

    /** Both languages in one line; {@code facts} go into each. */
    static String of(String chinese, String english, Object... facts) {
        return chinese.formatted(facts) + " / " + english.formatted(facts);
    }
}
