package org.streetwarden.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueReaderTest {

    private static final String CAMERA = "37012600081327000042";

    @Test
    void readsACamera() {
        CatalogueEntry entry = sound(
                CameraField.CODE, CAMERA,
                CameraField.NAME, " 富强街与青年路口 ",
                CameraField.X, "117.17",
                CameraField.Y, "36.98",
                CameraField.PARENT, "37012600082167000001",
                CameraField.PTZ_TYPE, "球机",
                CameraField.DIRECTION, "8",
                CameraField.STATUS, "在线");
        assertThat(entry.kind()).isEqualTo(DeviceKind.CAMERA);
        assertThat(entry.name()).isEqualTo("富强街与青年路口");
        assertThat(entry.division()).isEqualTo("370126");
        assertThat(entry.ptzType()).isEqualTo(1);
        assertThat(entry.direction()).isEqualTo(8);
        assertThat(entry.status()).isEqualTo(CameraStatus.ON);
        assertThat(entry.position().place()).isEqualTo(new LonLat(117.17, 36.98));
        assertThat(entry.purpose()).isEqualTo("市容");
        assertThat(entry.sharingDocument()).isNull();
        assertThat(entry.remarks()).isEmpty();
    }

    @Test
    void keepsNothingOfWhatIsSecret() {
        assertThat(read(CameraField.CODE, CAMERA, CameraField.NAME, "x", CameraField.SECRECY, "1"))
                .isEqualTo(new CatalogueRow.Secret(CAMERA));
        assertThat(read(CameraField.CODE, "?", CameraField.NAME, "=x", CameraField.SECRECY, "是"))
                .isEqualTo(new CatalogueRow.Secret(""));
    }

    @Test
    void refusesWhatItCannotTell() {
        assertThat(reasons(CameraField.CODE, "1", CameraField.NAME, "")).hasSize(2);
        assertThat(reasons(CameraField.CODE, CAMERA, CameraField.NAME, "a", CameraField.SECRECY, "perhaps"))
                .singleElement()
                .asString()
                .startsWith("secrecy");
        for (String name : List.of("=1+1", "@SUM(A1)", "a\u0007b", "a\u202Eb", "a\u0000", "x".repeat(256), "a\uFFFD")) {
            assertThat(reasons(CameraField.CODE, CAMERA, CameraField.NAME, name))
                    .as(name)
                    .singleElement()
                    .asString()
                    .startsWith("name: ")
                    .doesNotContain(name);
        }
        assertThat(reasons(CameraField.CODE, "37012600083007000042", CameraField.NAME, "a"))
                .singleElement()
                .asString()
                .contains("a user", "300");
    }

    @Test
    void leavesOutWhatItCannotUse() {
        CatalogueEntry entry = sound(
                CameraField.CODE, CAMERA,
                CameraField.NAME, "-1层车库",
                CameraField.X, "NaN",
                CameraField.Y, "36.98",
                CameraField.PARENT, "upstairs",
                CameraField.DIVISION, "991234",
                CameraField.PTZ_TYPE, "99",
                CameraField.STATUS, "asleep");
        assertThat(entry.position()).isNull();
        assertThat(entry.parent()).isEmpty();
        assertThat(entry.division()).isEqualTo("370126");
        assertThat(entry.remarks()).hasSize(5);
    }

    @Test
    void takesNoNumberThatIsNone() {
        for (String number : List.of("Infinity", "1e999", "0x10", "12,5", "1".repeat(50), "117°", "١١٧")) {
            assertThat(sound(
                                    CameraField.CODE,
                                    CAMERA,
                                    CameraField.NAME,
                                    "a",
                                    CameraField.X,
                                    number,
                                    CameraField.Y,
                                    "36")
                            .position())
                    .as(number)
                    .isNull();
        }
    }

    @Test
    void readsNodes() {
        assertThat(sound(CameraField.CODE, "370126", CameraField.NAME, "商河县").kind())
                .isEqualTo(DeviceKind.DIVISION);
        assertThat(sound(CameraField.CODE, "37012600082167000001", CameraField.NAME, "城区")
                        .kind())
                .isEqualTo(DeviceKind.VIRTUAL_ORGANISATION);
    }

    @Test
    void letsTheRowsOwnWordsWin() {
        assertThat(sound(CameraField.CODE, CAMERA, CameraField.NAME, "a", CameraField.PURPOSE, "治安")
                        .purpose())
                .isEqualTo("治安");
        assertThat(sound(CameraField.CODE, CAMERA, CameraField.NAME, "a", CameraField.PURPOSE, "")
                        .purpose())
                .isEqualTo("市容");
        assertThat(sound(CameraField.CODE, CAMERA, CameraField.NAME, "a", CameraField.SHARING_DOCUMENT, "")
                        .sharingDocument())
                .isEmpty();
    }

    @Test
    void knowsHeadersInBothLanguages() {
        assertThat(CameraField.of("Device_ID")).hasValue(CameraField.CODE);
        assertThat(CameraField.of(" 国标 编码 ")).hasValue(CameraField.CODE);
        assertThat(CameraField.of("gbLongitude")).hasValue(CameraField.X);
        assertThat(CameraField.of("备注")).isEmpty();
    }

    @Test
    void findsRings() {
        assertThat(OrganisationTree.cycles(Map.of("a", "b", "b", "c", "c", "a", "d", "a", "e", "", "f", "f", "g", "x")))
                .containsExactly(List.of("a", "b", "c"), List.of("f"));
    }

    private static List<String> reasons(Object... cells) {
        return ((CatalogueRow.Refused) read(cells)).reasons();
    }

    private static CatalogueEntry sound(Object... cells) {
        return ((CatalogueRow.Sound) read(cells)).entry();
    }

    private static CatalogueRow read(Object... cells) {
        Map<CameraField, String> row = new EnumMap<>(CameraField.class);
        for (int i = 0; i < cells.length; i += 2) {
            row.put((CameraField) cells[i], (String) cells[i + 1]);
        }
        return new CatalogueReader(CoordinateSystem.WGS84, "市容", null).read(row);
    }
}
