package org.streetwarden.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.models.Fixtures;
import org.streetwarden.models.report.Figure;

class TestSetsTest {

    @TempDir
    Path folder;

    @Test
    void readsTheShippedDescription() throws IOException {
        TestSets sets = TestSets.read(Fixtures.root().resolve("models/evaluation/sets.json"));

        assertThat(sets.sets()).extracting(TestSet::name).contains("bins_garbage_cn", "containers_montevideo");
        assertThat(sets.targets())
                .allSatisfy(target -> assertThat(target.set() == null ? "bins_garbage_cn" : target.set())
                        .isIn(sets.sets().stream().map(TestSet::name).toList()));
    }

    @Test
    void findsEveryDescribedSetInTheSharedData() throws IOException {
        Path data = Fixtures.data("test").getParent();
        for (TestSet set : TestSets.read(Fixtures.root().resolve("models/evaluation/sets.json"))
                .sets()) {
            List<LabelledPicture> pictures = set.pictures(data);
            assertThat(pictures).as(set.name()).isNotEmpty();
            Set<String> names =
                    pictures.stream().map(LabelledPicture::name).collect(java.util.stream.Collectors.toSet());
            set.free()
                    .forEach(
                            (label, holding) -> assertThat(names).as(set.name()).containsAll(holding));
            for (TestSet.Part part : set.parts()) {
                assertThat(set.leftOut(data, part, pictures)).hasSize(24);
            }
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        Path file = Files.writeString(folder.resolve("sets.json"), "{\"schema\": 1, \"sets\": [{\"nmae\": \"x\"}]}");
        assertThatThrownBy(() -> TestSets.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": line 1: expected test sets, found: ")
                .hasMessageContaining("nmae");
        Files.writeString(file, "{\"schema\": 2}");
        assertThatThrownBy(() -> TestSets.read(file)).hasMessage(file + ": schema: expected 1, found 2");
    }

    @Test
    void leavesOutWhatASectionLists() throws IOException {
        Files.writeString(folder.resolve("notes.md"), """
                ## easy

                2 pictures of all:

                a_jpg b_jpg

                Not these: c_jpg

                ## else
                c_jpg
                """);
        TestSet.Part part = new TestSet.Part("hard", "notes.md", "easy");
        TestSet set =
                new TestSet("s", "", "street", null, Map.of(), Set.of(), Set.of(), Map.of(), List.of(part), null, "");
        List<LabelledPicture> pictures = List.of("a_jpg", "b_jpg", "c_jpg").stream()
                .map(name -> new LabelledPicture(Path.of(name + ".jpg"), List.of(), List.of()))
                .toList();

        assertThat(set.leftOut(folder, part, pictures)).containsExactlyInAnyOrder("a_jpg", "b_jpg");
        assertThatThrownBy(() -> set.leftOut(folder, new TestSet.Part("hard", "notes.md", "none"), pictures))
                .hasMessageContaining("expected a line of pictures' names under '## none'");
    }

    @Test
    void saysWhichTargetsAreMet() {
        ClassScore bin = new ClassScore(
                "bin",
                false,
                true,
                10,
                5,
                5,
                0.5f,
                new Figure(0.91, 0.8, 0.95),
                Figure.NONE,
                Figure.NONE,
                Figure.NONE,
                4,
                new Figure(0.25, 0, 0.5));
        List<SetScore> scores = List.of(new SetScore("s", "", "street", 10, List.of(bin), Figure.NONE));
        Target ap = new Target("m", "s", null, "bin", Target.Wanted.AP50, 0.9, null);
        Target quiet = new Target("m", null, "street", null, Target.Wanted.FALSE, null, 0.05);
        Target auroc = new Target("m", "s", null, null, Target.Wanted.AUROC, 0.85, null);

        assertThat(ap.outcomes(scores)).singleElement().matches(Target.Outcome::met);
        assertThat(quiet.outcomes(scores)).singleElement().matches(outcome -> !outcome.met());
        assertThat(auroc.outcomes(scores)).isEmpty();
    }

    @Test
    void measuresDetectorsOnlyWhereAVerifierShipsToo() throws Exception {
        Path packages = Fixtures.root().resolve("models/src/test/resources/fixtures");

        assertThat(ShippedPackages.newest(packages))
                .contains(packages.resolve("patches"))
                .doesNotContain(packages.resolve("crop"));
    }

    @Test
    void knowsTheNewerVersion() {
        assertThat(ShippedPackages.VERSIONS.compare("0.10", "0.9")).isPositive();
        assertThat(ShippedPackages.VERSIONS.compare("0.2", "0.1")).isPositive();
        assertThat(ShippedPackages.VERSIONS.compare("1", "1")).isZero();
    }
}
