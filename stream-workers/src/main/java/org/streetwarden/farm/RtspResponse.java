package org.streetwarden.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Builds one response. Values come from the farm itself or were checked to hold no line break. */
final class RtspResponse {

    private final StringBuilder head = new StringBuilder(256);
    private String body = "";

    RtspResponse(RtspStatus status, String cseq) {
        head.append("RTSP/1.0 ")
                .append(status.code)
                .append(' ')
                .append(status.reason)
                .append("\r\n");
        if (!cseq.isEmpty()) {
            with("CSeq", cseq);
        }
        with("Server", "Streetwarden-Farm");
    }

    RtspResponse with(String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    RtspResponse withBody(String type, String text) {
        body = text;
        return with("Content-Type", type).with("Content-Length", Integer.toString(text.getBytes(UTF_8).length));
    }

    byte[] bytes() {
        return (head + "\r\n" + body).getBytes(UTF_8);
    }
}
