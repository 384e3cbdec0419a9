package org.streetwarden.source;

import java.util.regex.Pattern;

/** Takes credentials out of text that came from elsewhere. */
public final class Scrub {

    private static final Pattern USER_INFO = Pattern.compile("(\\w{2,10}://)[^/\\s\"']*@");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)\\b(user|usr|username|pass|password|passwd|pwd|psw|token|access_token|key|secret|sig|signature|auth)"
                    + "=(\"[^\"]*\"|[^&/\\s,;\"']*)");
    private static final Pattern HEADER = Pattern.compile("(?im)((?:proxy-)?authorization:)[^\\r\\n]*");

    private Scrub() {}

    public static String text(String text) {
        String bare = USER_INFO.matcher(text).replaceAll("$1");
        bare = HEADER.matcher(bare).replaceAll("$1 ***");
        return SECRET.matcher(bare).replaceAll("$1=***");
    }
}
