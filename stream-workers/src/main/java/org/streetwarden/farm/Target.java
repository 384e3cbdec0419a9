package org.streetwarden.farm;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request's URL names.
 *
 * @param authority host and port as the client wrote them, without user and password
 * @param camera name of the camera; empty for {@code *} and for the server's root
 * @param track what follows the camera's name, without slashes; empty for the whole camera
 */
record Target(String authority, String camera, String track) {

    static final String CAMERA_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    static final String TRACK = "trackID=0";

    private static final Pattern URL = Pattern.compile("(?i:rtspu?)://(?:[^/@]*@)?([A-Za-z0-9.:\\[\\]_-]{1,255})"
            + "(?:/(" + CAMERA_NAME + ")?(?:/([^/?]{0,64})/?)?)?(?:\\?.*)?");
    private static final Target SERVER = new Target("", "", "");

    /** Null where the text is no RTSP URL of the farm's form. */
    static Target parse(String uri) {
        if (uri.equals("*")) {
            return SERVER;
        }
        Matcher m = URL.matcher(uri);
        return m.matches() ? new Target(m.group(1), orEmpty(m.group(2)), orEmpty(m.group(3))) : null;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** With a slash at the end, so that relative control URLs resolve below it. */
    String contentBase() {
        return "rtsp://" + authority + "/" + camera + "/";
    }

    String trackUrl() {
        return contentBase() + TRACK;
    }
}
