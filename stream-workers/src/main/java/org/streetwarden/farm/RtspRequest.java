package org.streetwarden.farm;

import java.util.Map;

/**
 * The head of one RTSP request (RFC 2326 section 6); bodies are read and ignored.
 *
 * @param cseq as sent, digits only
 * @param headers by lower-case name; of repeated headers the first
 */
record RtspRequest(String method, String uri, String cseq, Map<String, String> headers) {

    /** The header's value, or an empty string. */
    String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    /** A request that cannot be answered in order; the connection ends after the status. */
    static final class Bad extends Exception {
        private static final long serialVersionUID = 1L;
        final RtspStatus status;

        Bad(RtspStatus status) {
            super(status.reason, null, false, false);
            this.status = status;
        }
    }
}
