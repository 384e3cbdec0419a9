package org.streetwarden.farm;

/** The statuses the farm answers with (RFC 2326 section 7.1.1). */
enum RtspStatus {
    OK(200, "OK"),
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    NOT_FOUND(404, "Not Found"),
    REQUEST_ENTITY_TOO_LARGE(413, "Request Entity Too Large"),
    SESSION_NOT_FOUND(454, "Session Not Found"),
    METHOD_NOT_VALID_IN_THIS_STATE(455, "Method Not Valid in This State"),
    UNSUPPORTED_TRANSPORT(461, "Unsupported Transport"),
    INTERNAL_SERVER_ERROR(500, "Internal Server Error"),
    NOT_IMPLEMENTED(501, "Not Implemented"),
    SERVICE_UNAVAILABLE(503, "Service Unavailable"),
    VERSION_NOT_SUPPORTED(505, "RTSP Version not supported"),
    OPTION_NOT_SUPPORTED(551, "Option not supported");

    final int code;
    final String reason;

    RtspStatus(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }
}
