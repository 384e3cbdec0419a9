package org.streetwarden.api.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.directory.CameraImport.Outcome;
import org.streetwarden.api.imports.Format;
import org.streetwarden.api.imports.Imports.Status;
import org.streetwarden.api.imports.Imports.Taken;
import org.streetwarden.api.models.Digests;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.directory.CoordinateSystem;
import org.streetwarden.engines.PostgresEngine;
import org.streetwarden.engines.Secrets;

/** Catalogues of every kind against a real PostgreSQL. */
class CameraImportsTest {

    private static final String HEADER = "code,name,longitude,latitude,secrecy\n";

    @TempDir
    private static Path dir;

    private static PostgresEngine postgres;
    private static Database database;
    private static CameraImports imports;
    private static DirectoryIndex index;

    @BeforeAll
    static void start() throws IOException {
        String password = Secrets.random();
        postgres = PostgresEngine.start(dir.resolve("postgres"), 0, password);
        database = Database.open(postgres.url(), PostgresEngine.USER, password);
        database.migrate();
        imports = new CameraImports(database, Clock.systemUTC());
        index = new DirectoryIndex(database);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        postgres.close();
    }

    @BeforeEach
    void empty() {
        database.write(
                handle -> handle.createUpdate("DELETE FROM directory_entries").execute()
                        + handle.createUpdate("DELETE FROM camera_imports").execute());
    }

    private static String code(int number) {
        return "3701260008132700%04d".formatted(number);
    }

    private static String row(int number) {
        return code(number) + ",cam " + number + ",117.17,36.98,0\n";
    }

    private static String rows(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(CameraImportsTest::row).collect(Collectors.joining());
    }

    private static ImportRequest csv(String source) {
        return new ImportRequest(
                source, Format.CSV, CoordinateSystem.WGS84, "市容", "济城管〔2026〕7号", true, "wang", "trial");
    }

    private static Taken<CameraImport> take(ImportRequest request, byte[] content) {
        try {
            Path file = Files.write(Files.createTempFile(dir, "catalogue", ".csv"), content);
            String sha256 = java.util.HexFormat.of().formatHex(Digests.sha256().digest(content));
            return imports.take(request, file, sha256);
        } catch (IOException disk) {
            throw new java.io.UncheckedIOException(disk);
        }
    }

    private static CameraImport draft(String source, String content) {
        return take(csv(source), content.getBytes(UTF_8)).draft();
    }

    private static CameraImport applied(String source, String content) {
        return imports.apply(draft(source, content).id(), "li", false);
    }

    private static List<ImportRow> rowsOf(CameraImport draft, Outcome outcome) {
        return imports.rows(draft.id(), outcome, 0, 100);
    }

    private static String reason(CameraImport draft) {
        return rowsOf(draft, Outcome.REFUSED).getFirst().reasons().getFirst();
    }

    @Test
    void changesNothingUntilItIsApplied() {
        CameraImport draft = draft("county", HEADER + rows(1, 3));
        assertThat(draft.count(Outcome.NEW)).isEqualTo(3);
        assertThat(index.find(code(1))).isEmpty();
        assertThat(imports.apply(draft.id(), "li", false).status()).isEqualTo(Status.APPLIED);
        DirectoryRow camera = index.find(code(1)).orElseThrow();
        assertThat(camera.hindrances()).isEmpty();
        assertThat(camera.facts().path("sharingDocument").asText()).isEqualTo("济城管〔2026〕7号");
        assertThat(index.history(code(1))).singleElement().satisfies(step -> {
            assertThat(step.who()).isEqualTo("li");
            assertThat(step.row().outcome()).isEqualTo(Outcome.NEW);
        });
    }

    @Test
    void doesNothingTwice() {
        String content = HEADER + rows(1, 3);
        CameraImport first = draft("county", content);
        assertThat(take(csv("county"), content.getBytes(UTF_8))).isEqualTo(new Taken<>(first, false));
        CameraImport done = imports.apply(first.id(), "li", false);
        assertThat(imports.apply(first.id(), "somebody else", false)).isEqualTo(done);
        CameraImport again = draft("county", content);
        assertThat(again.counts()).containsOnly(java.util.Map.entry(Outcome.UNCHANGED, 3));
        imports.apply(again.id(), "li", false);
        assertThat(draft("county", content + row(4)).baseRevision()).isEqualTo(again.baseRevision());
        assertThat(index.history(code(1))).hasSize(1);
    }

    @Test
    void showsWhatChangesFieldByField() {
        applied("county", HEADER + rows(1, 2));
        CameraImport draft = draft("county", HEADER + row(1) + code(2) + ",renamed,117.18,36.98,0\n");
        assertThat(draft.count(Outcome.UNCHANGED)).isEqualTo(1);
        assertThat(rowsOf(draft, Outcome.CHANGED).getFirst().changes())
                .extracting(ImportRow.Change::field)
                .containsExactly("longitude", "name", "x");
    }

    @Test
    void marksAbsentAndNeverDeletes() {
        applied("county", HEADER + rows(1, 3));
        applied("county", HEADER + rows(1, 2));
        DirectoryRow gone = index.find(code(3)).orElseThrow();
        assertThat(gone.absentSince()).isNotNull();
        assertThat(gone.hindrances()).containsExactly("Its source no longer names it.");
        assertThat(draft("county", HEADER + rows(1, 2)).count(Outcome.GONE)).isZero();
        CameraImport back = draft("county", HEADER + rows(1, 3));
        assertThat(rowsOf(back, Outcome.CHANGED).getFirst().changes())
                .extracting(ImportRow.Change::field)
                .containsExactly("absentSince");
        imports.apply(back.id(), "li", false);
        assertThat(index.find(code(3)).orElseThrow().absentSince()).isNull();
    }

    @Test
    void guardsAgainstACatalogueThatLostMost() {
        applied("county", HEADER + rows(1, 20));
        CameraImport draft = draft("county", HEADER + rows(1, 10));
        assertThatThrownBy(() -> imports.apply(draft.id(), "li", false)).hasMessageContaining("10 of 20 entries");
        assertThat(imports.apply(draft.id(), "li", true).count(Outcome.GONE)).isEqualTo(10);
    }

    @Test
    void refusesWhatWasComparedWithAnotherDirectory() {
        CameraImport stale = draft("county", HEADER + rows(1, 2));
        applied("town", HEADER + rows(50, 51));
        assertThatThrownBy(() -> imports.apply(stale.id(), "li", false)).hasMessageContaining("import it again");
        CameraImport superseded = stale;
        draft("county", HEADER + rows(1, 3));
        assertThatThrownBy(() -> imports.apply(superseded.id(), "li", false)).hasMessageContaining("taken the place");
        assertThatThrownBy(() -> imports.apply(Long.MAX_VALUE, "li", false)).isInstanceOf(Refusal.class);
    }

    @Test
    void takesNothingForGoneWhereSomethingMayBeMissing() {
        applied("county", HEADER + rows(1, 3));
        CameraImport torn = draft("county", HEADER + row(1) + code(2) + ",ca");
        assertThat(reason(torn)).contains("expected 5 cells, found 2").contains("in the middle of a line");
        assertThat(torn.count(Outcome.GONE)).isZero();
        assertThat(torn.remarks()).anyMatch(remark -> remark.contains("nothing is taken for gone"));
        assertThat(draft("county", HEADER + row(1) + "12,nobody,,,0\n").count(Outcome.GONE))
                .as("a division is a sound code")
                .isEqualTo(2);
        assertThat(draft("county", HEADER + row(1) + "1,nobody,,,0\n").count(Outcome.GONE))
                .isZero();
        ImportRequest whole = csv("county");
        ImportRequest partial = new ImportRequest(
                "county", whole.format(), whole.system(), whole.purpose(), whole.sharingDocument(), false, "wang", "w");
        assertThat(take(partial, (HEADER + row(1)).getBytes(UTF_8)).draft().count(Outcome.GONE))
                .isZero();
    }

    @Test
    void keepsOneCodeToOneRowAndOneSource() {
        applied("town", HEADER + row(1));
        CameraImport draft = draft("county", HEADER + row(1) + row(2) + row(2));
        assertThat(rowsOf(draft, Outcome.REFUSED))
                .extracting(row -> row.place() + ": " + row.reasons().getFirst())
                .containsExactly(
                        "line 2: code: belongs to source town, and to one source only",
                        "line 4: code: stands already at line 3");
        assertThat(draft.count(Outcome.NEW)).isEqualTo(1);
    }

    @Test
    void erasesWhatIsSecret() {
        applied("county", HEADER + rows(1, 2));
        CameraImport draft = draft("county", HEADER + row(1) + code(2) + ",hidden name,117.1,36.9,1\n");
        imports.apply(draft.id(), "li", false);
        assertThat(index.find(code(2))).isEmpty();
        String kept = database.read(handle -> String.join(
                "",
                handle.createQuery("SELECT r::text FROM camera_import_rows r WHERE code = :code")
                        .bind("code", code(2))
                        .mapTo(String.class)
                        .list()));
        assertThat(kept).contains("EXCLUDED", "secret").doesNotContain("cam 2", "hidden name", "117.1");
        CameraImport both = draft("county", HEADER + row(1) + row(2) + code(2) + ",x,,,1\n");
        assertThat(both.count(Outcome.NEW)).isZero();
        assertThat(both.count(Outcome.EXCLUDED)).isEqualTo(1);
    }

    @Test
    void asksForPurposeAndDocument() {
        ImportRequest bare =
                new ImportRequest("county", Format.CSV, CoordinateSystem.WGS84, null, null, true, "wang", "w");
        CameraImport draft = take(bare, (HEADER + row(1)).getBytes(UTF_8)).draft();
        assertThat(draft.remarks()).anyMatch(remark -> remark.contains("may not be analysed"));
        imports.apply(draft.id(), "li", false);
        assertThat(index.find(code(1)).orElseThrow().hindrances()).hasSize(2);
        applied("county", HEADER + row(1));
        assertThat(index.find(code(1)).orElseThrow().hindrances()).isEmpty();
        assertThat(take(bare, (HEADER + row(1)).getBytes(UTF_8)).draft().count(Outcome.UNCHANGED))
                .as("who says nothing of it leaves it")
                .isEqualTo(1);
    }

    @Test
    void readsChineseSpreadsheets() {
        String table = "国标编码,名称,经度,纬度,备注\r\n" + code(1) + ",\"富强街,青年路\",117.17,36.98,x\r\n=\"" + code(2)
                + "\",二号,117.17,36.98,\r\n";
        byte[] marked = ("\uFEFF" + table).getBytes(UTF_8);
        byte[] chinese = table.getBytes(Charset.forName("GB18030"));
        for (byte[] content :
                List.of(table.getBytes(UTF_8), marked, chinese, table.getBytes(Charset.forName("GB2312")))) {
            CameraImport draft = take(csv("county"), content).draft();
            assertThat(draft.count(Outcome.NEW)).isEqualTo(2);
            assertThat(draft.remarks()).containsExactly("columns that are not used: 备注");
            assertThat(rowsOf(draft, Outcome.NEW)
                            .getFirst()
                            .facts()
                            .path("name")
                            .asText())
                    .isEqualTo("富强街,青年路");
        }
    }

    @Test
    void refusesFilesThatAreNone() {
        byte[] neither = new byte[] {'c', 'o', 'd', 'e', ',', (byte) 0xFF, (byte) 0xFF, '\n'};
        assertThatThrownBy(() -> take(csv("county"), neither)).hasMessageContaining("neither");
        assertThatThrownBy(() -> take(csv("county"), "code,name".getBytes(java.nio.charset.StandardCharsets.UTF_16)))
                .hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> draft("county", "")).hasMessageContaining("a column for code");
        assertThatThrownBy(() -> draft("county", "code,address\n")).hasMessageContaining("a column for name");
        assertThatThrownBy(() -> draft("county", "code,name,名称\n")).hasMessageContaining("several");
        assertThat(imports.list()).isEmpty();
    }

    @Test
    void spoilsNoRowButTheBadOne() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write((HEADER + row(1)).getBytes(UTF_8));
        file.write((code(2) + ",\"never closed,117,36,0\n").getBytes(UTF_8));
        file.write("x".repeat(10 << 20).getBytes(UTF_8));
        file.write(("\n" + code(3) + ",a\u0007b,117,36,0\n" + code(4) + ",=1+1,117,36,0\n").getBytes(UTF_8));
        file.write((code(5) + ",\"a\"b,117,36,0\n\n" + code(6) + ",a\u0000b,,,0\n").getBytes(UTF_8));
        file.write((code(9) + ",a\uFFFEb,117,36,0\n").getBytes(UTF_8));
        file.write((code(7) + ",nan,NaN,36,0\n" + row(8)).getBytes(UTF_8));
        CameraImport draft = take(csv("county"), file.toByteArray()).draft();
        assertThat(rowsOf(draft, Outcome.REFUSED))
                .extracting(ImportRow::place)
                .containsExactly("line 3", "line 4", "line 5", "line 6", "line 7", "line 9", "line 10");
        assertThat(rowsOf(draft, Outcome.NEW)).extracting(ImportRow::code).containsExactly(code(1), code(7), code(8));
        assertThat(rowsOf(draft, Outcome.NEW).get(1).reasons())
                .singleElement()
                .asString()
                .contains("NaN");
    }

    @Test
    void convertsOnceAndKeepsTheOriginal() {
        ImportRequest shifted =
                new ImportRequest("county", Format.CSV, CoordinateSystem.GCJ02, null, null, true, "wang", "w");
        byte[] content = (HEADER + row(1)).getBytes(UTF_8);
        for (int time = 0; time < 2; time++) {
            imports.apply(take(shifted, content).draft().id(), "li", false);
            var facts = index.find(code(1)).orElseThrow().facts();
            assertThat(facts.path("x").asDouble()).isEqualTo(117.17);
            assertThat(facts.path("longitude").asDouble())
                    .isEqualTo(CoordinateSystem.GCJ02.toWgs84(117.17, 36.98).longitude());
        }
        CameraImport other = draft("county", HEADER + row(1));
        assertThat(rowsOf(other, Outcome.CHANGED).getFirst().changes())
                .extracting(ImportRow.Change::field)
                .contains("crs", "longitude", "latitude")
                .doesNotContain("x", "y");
    }

    @Test
    void readsGeoJson() {
        ImportRequest geo =
                new ImportRequest("county", Format.GEOJSON, CoordinateSystem.WGS84, null, null, true, "wang", "w");
        String features = """
                {"type":"FeatureCollection","name":{"a":[1]},"features":[
                 {"type":"Feature","geometry":{"type":"Point","coordinates":[117.17,36.98,12]},
                  "properties":{"国标编码":"%s","名称":"一号","more":{"deep":[1,{}]},"longitude":1}},
                 {"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},
                  "properties":{"code":"%s","name":"二号"}}, 7]}""".formatted(code(1), code(2));
        CameraImport draft = take(geo, features.getBytes(UTF_8)).draft();
        assertThat(draft.count(Outcome.NEW)).isEqualTo(2);
        assertThat(rowsOf(draft, Outcome.NEW)
                        .getFirst()
                        .facts()
                        .path("longitude")
                        .asDouble())
                .isEqualTo(117.17);
        assertThat(rowsOf(draft, Outcome.NEW).getLast().facts().has("longitude"))
                .isFalse();
        assertThat(rowsOf(draft, Outcome.REFUSED)).extracting(ImportRow::place).containsExactly("feature 3");
        assertThatThrownBy(() -> take(geo, features.substring(0, 250).getBytes(UTF_8)))
                .hasMessageContaining("feature 2: line");
        assertThatThrownBy(() -> take(geo, "[]".getBytes(UTF_8))).hasMessageContaining("FeatureCollection");
    }

    @Test
    void namesOrphansAndRings() {
        String a = "37012600082160000001";
        String b = "37012600082160000002";
        CameraImport draft = draft(
                "county",
                "code,name,parent\n%s,a,%s\n%s,b,%s\n%s,cam,%s\n%s,cam,370126\n"
                        .formatted(a, b, b, a, code(1), "37012600082160000009", code(2)));
        assertThat(draft.remarks())
                .contains(
                        "1 entries name a parent that nobody knows: " + code(1) + " under 37012600082160000009",
                        "nodes that are their own ancestors: " + a + " under " + b);
    }

    @Test
    void pagesByCode() {
        applied("county", HEADER + rows(1, 5));
        DirectoryFilter all = new DirectoryFilter(null, "3701", "camera", null, true, true);
        DirectoryIndex.Page first = index.list(all, "", 3);
        assertThat(first.next()).hasValue(code(3));
        DirectoryIndex.Page second = index.list(all, code(3), 3);
        assertThat(second.entries()).extracting(DirectoryRow::code).containsExactly(code(4), code(5));
        assertThat(second.next()).isEmpty();
        assertThat(index.list(new DirectoryFilter("town", null, null, null, null, null), "", 3)
                        .entries())
                .isEmpty();
        assertThat(index.list(new DirectoryFilter(null, null, null, "ON", false, null), "", 3)
                        .entries())
                .isEmpty();
    }
}
