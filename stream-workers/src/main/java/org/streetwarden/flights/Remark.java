package org.streetwarden.flights;

/** What a flight's survey says to people, who read it where it stands in either language. */
final class Remark {

    private Remark() {}

    /** Both languages in one line. */
    static String of(String chinese, String english) {
        return chinese + " / " + english;
    }
}
