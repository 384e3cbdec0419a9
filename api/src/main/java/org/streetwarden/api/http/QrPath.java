package org.streetwarden.api.http;

import io.nayuki.qrcodegen.QrCode;
import java.util.function.IntPredicate;

/** A QR code (ISO/IEC 18004, error correction M) as what an SVG path draws: one unit a module, without the quiet zone. */
record QrPath(int size, String data) {

    static QrPath of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder data = new StringBuilder();
        for (int row = 0; row < code.size; row++) {
            int y = row;
            addRow(data, y, code.size, x -> code.getModule(x, y));
        }
        return new QrPath(code.size, data.toString());
    }

    /** One rectangle for each run of dark modules. */
    private static void addRow(StringBuilder data, int y, int size, IntPredicate dark) {
        for (int x = 0; x < size; x++) {
            int from = x;
            while (x < size && dark.test(x)) {
                x++;
            }
            if (x > from) {
                data.append("M%d %dh%dv1h-%dz".formatted(from, y, x - from, x - from));
            }
        }
    }
}
