package org.streetwarden.filing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.incident.OpenIncident;

class SpoolTest {

    private static final long ROOM = 1 << 20;

    @TempDir
    Path data;

    @Test
    void keepsOrderOverARestart() throws Exception {
        List<String> ids = List.of(Samples.id("c"), Samples.id("a"), Samples.id("b"));
        try (FilingDesk desk = FilingDesk.open(data, ROOM)) {
            for (String id : ids) {
                Samples.file(desk, id, 100);
            }
        }
        try (FilingDesk desk = FilingDesk.open(data, ROOM)) {
            String later = Samples.id("later");
            Samples.file(desk, later, 100);
            assertThat(desk.spool().waiting())
                    .extracting(folder -> folder.getFileName().toString().substring(17))
                    .containsExactly(ids.get(0), ids.get(1), ids.get(2), later);
        }
    }

    @Test
    void refusesWhatTheBudgetHasNoRoomForAndKeepsNothingOfIt() throws Exception {
        try (FilingDesk desk = FilingDesk.open(data, 20_000)) {
            Samples.file(desk, Samples.id("a"), 12_000);
            assertThatThrownBy(() -> Samples.file(desk, Samples.id("b"), 12_000))
                    .isInstanceOf(SpoolFull.class)
                    .hasMessageMatching(
                            "spool folder .*: expected at most 20000 bytes, found \\d+ and an entry of \\d+ more");
            assertThat(folders()).hasSize(1);
            assertThat(desk.open(Samples.CAMERA)).hasSize(1);
            desk.spool().remove(desk.spool().waiting().getFirst());
            assertThat(desk.spool().usedBytes()).isZero();
            Samples.file(desk, Samples.id("b"), 12_000);
            assertThat(folders()).hasSize(1);
        }
    }

    @Test
    void removesWhatAKilledProcessLeftHalfWritten() throws Exception {
        FilingDesk.open(data, ROOM).close();
        Path half = Files.createDirectories(data.resolve("spool/tmp-7/evidence"));
        Files.writeString(half.resolve("clip.mp4"), "half a clip");
        try (FilingDesk desk = FilingDesk.open(data, ROOM)) {
            assertThat(folders()).isEmpty();
            assertThat(desk.spool().usedBytes()).isZero();
        }
    }

    @Test
    void makesAHeldIncidentAnEntryAfterARestart() throws Exception {
        String id = Samples.id("held");
        try (FilingDesk desk = FilingDesk.open(data, ROOM);
                Stage stage = desk.stage()) {
            desk.hold(stage, Samples.fill(stage, id, 10), Samples.open(id, "zone-1"));
            assertThat(desk.spool().waiting()).isEmpty();
        }
        try (FilingDesk desk = FilingDesk.open(data, ROOM)) {
            assertThat(desk.spool().waiting()).hasSize(1);
            assertThat(desk.open(Samples.CAMERA))
                    .extracting(OpenIncident::incidentId)
                    .containsExactly(id);
        }
    }

    @Test
    void takesBackTheRoomOfAHeldIncident() throws Exception {
        String id = Samples.id("held");
        try (FilingDesk desk = FilingDesk.open(data, ROOM)) {
            try (Stage stage = desk.stage()) {
                desk.hold(stage, Samples.fill(stage, id, 50_000), Samples.open(id, "zone-1"));
            }
            Samples.file(desk, id, 100);
            assertThat(folders()).hasSize(1);
            assertThat(desk.spool().usedBytes()).isLessThan(5_000);
        }
    }

    @Test
    void belongsToOneProcess() throws Exception {
        try (FilingDesk first = FilingDesk.open(data, ROOM)) {
            assertThat(first.spool().waiting()).isEmpty();
            assertThatThrownBy(() -> FilingDesk.open(data, ROOM))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith("expected no other worker to use it, found one");
        }
    }

    @Test
    void saysInOneSentenceWhyAFolderCannotBeUsed() throws Exception {
        Path file = Files.writeString(data.resolve("file"), "not a folder");
        assertThatThrownBy(() -> FilingDesk.open(file, ROOM))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("spool folder .*file/spool: expected a folder we can write to, found .*");
    }

    @Test
    void startsAnewFromADamagedJournal() throws Exception {
        String id = Samples.id("a");
        try (FilingDesk desk = FilingDesk.open(data, ROOM)) {
            Samples.file(desk, id, 100);
        }
        Files.writeString(data.resolve("open-incidents.json"), "{\"format\":1,\"cam");
        try (FilingDesk desk = FilingDesk.open(data, ROOM)) {
            assertThat(desk.open(Samples.CAMERA))
                    .extracting(OpenIncident::incidentId)
                    .containsExactly(id);
        }
        assertThat(data.resolve("open-incidents.json.damaged")).exists();
    }

    @Test
    void remembersWhereAnOpenIncidentWasLastSeen() throws Exception {
        String id = Samples.id("a");
        try (FilingDesk desk = FilingDesk.open(data, ROOM)) {
            Samples.file(desk, id, 100);
            OpenIncident before = desk.open(Samples.CAMERA).getFirst();
            desk.seen(
                    Samples.CAMERA,
                    List.of(
                            new OpenIncident(id, before.zoneId(), before.kind(), 9_000_000, before.box()),
                            Samples.open(Samples.id("never filed"), "zone-2")));
        }
        try (FilingDesk desk = FilingDesk.open(data, ROOM)) {
            assertThat(desk.open(Samples.CAMERA))
                    .extracting(OpenIncident::lastSeenUs)
                    .containsExactly(9_000_000L);
        }
    }

    private List<Path> folders() throws IOException {
        try (var children = Files.list(data.resolve("spool"))) {
            return children.filter(Files::isDirectory).toList();
        }
    }
}
