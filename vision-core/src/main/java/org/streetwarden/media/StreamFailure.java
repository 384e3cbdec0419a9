package org.streetwarden.media;

/** Why a run could not start or go on. Its message never holds credentials. */
public final class StreamFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** A closed set; each reason says what to do next. */
    public enum Reason {
        UNREACHABLE(Next.RETRY, "the host or port does not answer"),
        REFUSED(Next.RETRY, "the peer refused the request"),
        UNAUTHORIZED(Next.STOP, "the user name or password is wrong"),
        NOT_ALLOWED(Next.STOP, "it is no address that a camera may have"),
        NOT_FOUND(Next.STOP, "there is no such stream or file"),
        NOT_A_STREAM(Next.STOP, "the peer or file speaks no format we can read"),
        NO_VIDEO(Next.STOP, "there is no video in it"),
        UNSUPPORTED_CODEC(Next.STOP, "the video's codec cannot be decoded"),
        STALLED(Next.RETRY, "nothing came for too long"),
        CLOSED_BY_PEER(Next.RETRY, "the peer ended the stream"),
        STREAM_CHANGED(Next.RETRY, "the stream's parameters changed"),
        CORRUPT(Next.RETRY, "the data cannot be read any further"),
        DEFECT(Next.RETRY, "a defect of this program ended it"),
        CANCELLED(Next.STOP, "we were told to stop");

        public final Next next;
        public final String meaning;

        Reason(Next next, String meaning) {
            this.next = next;
            this.meaning = meaning;
        }
    }

    /** What the caller should do. */
    public enum Next {
        RETRY,
        STOP
    }

    private final Reason reason;

    /** @param detail one sentence: where, what, expected, found; without credentials */
    public StreamFailure(Reason reason, String detail) {
        super("%s(%s): %s".formatted(reason, reason.next.name().toLowerCase(java.util.Locale.ROOT), detail));
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
