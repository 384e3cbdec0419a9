package org.streetwarden.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the cells of one row into an entry or says what is wrong. Immutable.
 *
 * <p>A row is refused where it cannot be told which camera it is, what it is called or whether it is secret; anything else
 * that cannot be used is left out and said so in a remark.
 */
public final class CatalogueReader {

    private static final int MAX_CHARS = 255;
    private static final String CODES = "([0-9]{20}|[0-9]{2,8})(/([0-9]{20}|[0-9]{2,8}))*";

    private final CoordinateSystem system;
    private final String purpose;
    private final String sharingDocument;

    /**
     * Reads rows of one source.
     *
     * @param system of every position
     * @param purpose of every row that has none of its own; null for none
     * @param sharingDocument of every row that has none of its own; null for none
     */
    public CatalogueReader(CoordinateSystem system, String purpose, String sharingDocument) {
        this.system = system;
        this.purpose = purpose;
        this.sharingDocument = sharingDocument;
    }

    /** @param cells of those columns that the source has; any text */
    public CatalogueRow read(Map<CameraField, String> cells) {
        RowCells row = new RowCells(cells);
        String code = row.text(CameraField.CODE);
        Optional<String> wrong = codeProblem(code);
        String known = wrong.isPresent() ? "" : code;
        Optional<Boolean> secret = CatalogueWords.secrecy(row.text(CameraField.SECRECY));
        if (secret.orElse(false)) {
            return new CatalogueRow.Secret(known);
        }
        List<String> reasons = new ArrayList<>();
        wrong.ifPresent(problem -> reasons.add("code: " + problem));
        if (secret.isEmpty()) {
            reasons.add("secrecy: expected 0 or 1, found something else");
        }
        reasons.addAll(row.textProblems(MAX_CHARS));
        if (row.text(CameraField.NAME).isEmpty()) {
            reasons.add("name: expected one, found nothing");
        }
        return reasons.isEmpty() ? entry(row, code) : new CatalogueRow.Refused(known, reasons);
    }

    private static Optional<String> codeProblem(String code) {
        boolean division = code.matches("[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{8}") && Divisions.plausible(code);
        return division ? Optional.empty() : DeviceCode.problem(code);
    }

    private CatalogueRow entry(RowCells row, String code) {
        DeviceKind kind = code.length() == 20 ? new DeviceCode(code).kind() : DeviceKind.DIVISION;
        if (kind == DeviceKind.USER || kind == DeviceKind.UNKNOWN || kind == DeviceKind.PERIPHERAL) {
            String reason = "code: expected that of a camera or of a node above cameras, found %s (type %s)"
                    .formatted(kind.words(), code.substring(10, 13));
            return new CatalogueRow.Refused(code, List.of(reason));
        }
        List<String> remarks = new ArrayList<>();
        String division = division(row, code, remarks);
        Position position = position(row, division, remarks);
        return new CatalogueRow.Sound(new CatalogueEntry(
                kind,
                code,
                row.text(CameraField.NAME),
                division,
                reference(row, CameraField.PARENT, remarks),
                reference(row, CameraField.BUSINESS_GROUP, remarks),
                row.text(CameraField.ADDRESS),
                row.text(CameraField.MANUFACTURER),
                row.text(CameraField.MODEL),
                row.text(CameraField.OWNER),
                CatalogueWords.ptzType(row.text(CameraField.PTZ_TYPE), remarks),
                CatalogueWords.direction(row.text(CameraField.DIRECTION), remarks),
                CatalogueWords.status(row.text(CameraField.STATUS), remarks),
                position,
                stated(row, CameraField.PURPOSE, purpose),
                stated(row, CameraField.SHARING_DOCUMENT, sharingDocument),
                remarks));
    }

    private static String division(RowCells row, String code, List<String> remarks) {
        String own = code.substring(0, Math.min(code.length(), 6));
        String stated = row.text(CameraField.DIVISION);
        if (stated.isEmpty()) {
            return own;
        }
        if (!Divisions.plausible(stated)) {
            remarks.add(
                    "division: expected 2, 4, 6 or 8 digits of GB/T 2260, found " + stated + "; taken from the code");
            return own;
        }
        return stated;
    }

    private static String reference(RowCells row, CameraField field, List<String> remarks) {
        String code = row.text(field);
        if (code.isEmpty() || code.matches(CODES)) {
            return code;
        }
        remarks.add(field.header() + ": expected a code of 20 digits or a division, found " + code + "; left out");
        return "";
    }

    private Position position(RowCells row, String division, List<String> remarks) {
        String x = row.text(CameraField.X);
        String y = row.text(CameraField.Y);
        if (x.isEmpty() && y.isEmpty()) {
            return null;
        }
        Optional<Double> east = number(x);
        Optional<Double> north = number(y);
        if (east.isEmpty() || north.isEmpty()) {
            remarks.add("position: expected two numbers, found %s and %s; left out".formatted(shown(x), shown(y)));
            return null;
        }
        Position position = Position.of(system, east.get(), north.get(), division);
        if (!position.doubt().isEmpty()) {
            remarks.add("position: " + position.doubt());
        }
        return position;
    }

    private static String shown(String cell) {
        return cell.isEmpty() ? "nothing" : cell;
    }

    private static Optional<Double> number(String text) {
        boolean plain = text.length() <= 40 && text.matches("[+-]?[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]{1,3})?");
        return plain ? Optional.of(Double.parseDouble(text)).filter(Double::isFinite) : Optional.empty();
    }

    /** The row's own words win; an empty cell takes what was said for all. */
    private static String stated(RowCells row, CameraField field, String forAll) {
        String own = row.text(field);
        if (!own.isEmpty() || forAll != null) {
            return own.isEmpty() ? forAll : own;
        }
        return row.has(field) ? "" : null;
    }
}
