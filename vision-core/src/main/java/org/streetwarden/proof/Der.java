package org.streetwarden.proof;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One value in the distinguished encoding of ASN.1 (X.690): a tag, a length in its shortest form, content. Values are views
 * on one file; nothing is read beyond it. Immutable.
 */
final class Der {

    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int OCTETS = 0x04;
    static final int NULL = 0x05;
    static final int OID = 0x06;
    static final int TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    /** Tag 0 of the surroundings, constructed. */
    static final int CONTEXT_0 = 0xa0;

    static final int CONTEXT_1 = 0xa1;

    private static final int BYTE = 0xff;
    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_BYTES = 3;
    private static final int MOST_CHILDREN = 256;
    private static final int HIGH_TAG = 0x1f;

    private final byte[] file;
    private final int start;
    private final int content;
    private final int end;

    private Der(byte[] file, int start, int content, int end) {
        this.file = file;
        this.start = start;
        this.content = content;
        this.end = end;
    }

    /** The one value that a file is. */
    static Der of(byte[] file) throws MalformedProof {
        Der value = at(file, 0, file.length);
        if (value.end != file.length) {
            throw malformed("nothing behind a value");
        }
        return value;
    }

    private static Der at(byte[] file, int from, int limit) throws MalformedProof {
        if (limit - from < 2 || (file[from] & HIGH_TAG) == HIGH_TAG) {
            throw malformed("a tag and a length");
        }
        int length = file[from + 1] & BYTE;
        int content = from + 2;
        if (length >= LONG_FORM) {
            int bytes = length - LONG_FORM;
            if (bytes == 0 || bytes > MOST_LENGTH_BYTES || limit - content < bytes) {
                throw malformed("a definite length");
            }
            length = new BigInteger(1, file, content, bytes).intValue();
            if (length < LONG_FORM || length >>> (8 * (bytes - 1)) == 0) {
                throw malformed("a length in its shortest form");
            }
            content += bytes;
        }
        if (length > limit - content) {
            throw malformed("a length within its surroundings");
        }
        return new Der(file, from, content, content + length);
    }

    int tag() {
        return file[start] & BYTE;
    }

    Der expect(int tag) throws MalformedProof {
        if (tag() != tag) {
            throw malformed("a value of tag 0x%02x".formatted(tag));
        }
        return this;
    }

    /** Of a constructed value. */
    List<Der> children() throws MalformedProof {
        List<Der> children = new ArrayList<>();
        for (int from = content; from < end; ) {
            Der child = at(file, from, end);
            children.add(child);
            if (children.size() > MOST_CHILDREN) {
                throw malformed("at most %d values in one".formatted(MOST_CHILDREN));
            }
            from = child.end;
        }
        return children;
    }

    /** The only value in this one. */
    Der only() throws MalformedProof {
        List<Der> children = children();
        if (children.size() != 1) {
            throw malformed("one value in another");
        }
        return children.getFirst();
    }

    /** Values of a sequence, to be taken one by one. */
    Values sequence() throws MalformedProof {
        return new Values(expect(SEQUENCE).children());
    }

    byte[] content() {
        return Arrays.copyOfRange(file, content, end);
    }

    /** Tag, length and content. */
    byte[] encoded() {
        return Arrays.copyOfRange(file, start, end);
    }

    byte[] octets() throws MalformedProof {
        return expect(OCTETS).content();
    }

    BigInteger integer() throws MalformedProof {
        byte[] bytes = expect(INTEGER).content();
        boolean padded = bytes.length > 1 && ((bytes[0] == 0 && bytes[1] >= 0) || (bytes[0] == -1 && bytes[1] < 0));
        if (bytes.length == 0 || padded) {
            throw malformed("an integer in its shortest form");
        }
        return new BigInteger(bytes);
    }

    /** Dotted, as {@code 1.2.840}. */
    String oid() throws MalformedProof {
        byte[] bytes = expect(OID).content();
        StringBuilder text = new StringBuilder();
        long arc = 0;
        boolean within = false;
        for (byte each : bytes) {
            if (arc > Integer.MAX_VALUE || (!within && (each & BYTE) == LONG_FORM)) {
                throw malformed("an object identifier");
            }
            arc = (arc << 7) | (each & 0x7f);
            within = each < 0;
            if (!within) {
                long first = text.isEmpty() ? Math.min(arc / 40, 2) : -1;
                text.append(first < 0 ? "." + arc : first + "." + (arc - 40 * first));
                arc = 0;
            }
        }
        if (within || text.isEmpty()) {
            throw malformed("an object identifier");
        }
        return text.toString();
    }

    static MalformedProof malformed(String expected) {
        return new MalformedProof("DER: expected %s, found something else".formatted(expected));
    }

    /** Values of a sequence in their order, of which some may be left out. */
    static final class Values {

        private final List<Der> values;
        private int at;

        private Values(List<Der> values) {
            this.values = values;
        }

        Der next(int tag) throws MalformedProof {
            return next().expect(tag);
        }

        Der next() throws MalformedProof {
            if (at == values.size()) {
                throw malformed("another value");
            }
            return values.get(at++);
        }

        /** Null where the next value has another tag, or there is none. */
        Der optional(int tag) {
            return at < values.size() && values.get(at).tag() == tag ? values.get(at++) : null;
        }

        void end() throws MalformedProof {
            if (at < values.size()) {
                throw malformed("no further value");
            }
        }
    }
}
