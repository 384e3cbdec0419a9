package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever stands in a manifest: it is read, or refused with the documented exception, and what was read is in range. */
class ManifestFuzzTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Path folder;

    @BeforeTry
    void makeAFolder() throws IOException {
        folder = Files.createTempDirectory("manifest");
    }

    @AfterTry
    void removeIt() throws IOException {
        Files.deleteIfExists(folder.resolve(ModelManifest.FILE_NAME));
        Files.delete(folder);
    }

    private void reads(byte[] manifest) throws IOException {
        Files.write(folder.resolve(ModelManifest.FILE_NAME), manifest);
        try {
            ModelManifest read = ManifestReader.read(folder);
            assertThat(read.file()).matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
            assertThat(read.input().width()).isBetween(InputFormat.MIN_SIDE, InputFormat.MAX_SIDE);
            assertThat(read.input().std()).hasSize(3).allMatch(value -> value > 0 && Double.isFinite(value));
            assertThat(read.classes()).isNotEmpty().allMatch(kind -> kind.threshold() > 0 && kind.threshold() <= 1);
            assertThat(read.nmsIou()).isBetween(0.0, 1.0);
        } catch (BrokenPackage e) {
            assertThat(e.problems()).isNotEmpty().allMatch(problem -> problem.startsWith(folder.toString()));
        }
    }

    @Property(tries = 200)
    void standsAnyBytes(@ForAll byte[] bytes) throws IOException {
        reads(bytes);
    }

    @Property(tries = 600)
    void standsAnythingInAnyPlace(
            @ForAll("values") String value, @ForAll("values") String other, @ForAll int place, @ForAll int otherPlace)
            throws IOException {
        ObjectNode root =
                (ObjectNode) JSON.readTree(Files.readAllBytes(Fixtures.patches().resolve(ModelManifest.FILE_NAME)));
        replace(root, value, place);
        replace(root, other, otherPlace);
        reads(JSON.writeValueAsBytes(root));
    }

    /** Puts a value in one of all the places there are, or a new field beside it. */
    private static void replace(ObjectNode root, String value, int place) throws IOException {
        List<Runnable> places = new ArrayList<>();
        JsonNode node = JSON.readTree(value);
        collect(root, node, places);
        places.get(Math.floorMod(place, places.size())).run();
    }

    private static void collect(JsonNode in, JsonNode value, List<Runnable> places) {
        if (in instanceof ObjectNode object) {
            places.add(() -> object.set("newcomer", value));
            object.fieldNames().forEachRemaining(name -> {
                places.add(() -> object.set(name, value));
                places.add(() -> object.remove(name));
                collect(object.get(name), value, places);
            });
        } else if (in instanceof ArrayNode array) {
            places.add(() -> array.add(value));
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                places.add(() -> array.set(at, value));
                collect(array.get(i), value, places);
            }
        }
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1",
                "33",
                "4096",
                "99999999999",
                "1e-320",
                "1e308",
                "-0.0",
                "0.5",
                "\"\"",
                "\"..\"",
                "\"../../etc/passwd\"",
                "\"yolov5-raw\"",
                "\"detr\"",
                "\"djl:PyTorch\"",
                "\"a\\u0000b\"",
                "\"\\ud800\"",
                "\"%s %d\"",
                "[]",
                "[1, 2, 3]",
                "[[1, 2], [3]]",
                "[\"a\", \"a\"]",
                "{}",
                "{\"name\": \"x\", \"threshold\": 0.5}",
                "{\"a\": {\"b\": {\"c\": []}}}");
    }
}
