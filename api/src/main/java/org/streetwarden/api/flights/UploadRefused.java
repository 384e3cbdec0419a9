package org.streetwarden.api.flights;

/** Bytes are not taken, for a reason that tus has a status for. */
public final class UploadRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    public UploadRefused(int status, String why) {
        super(why, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
