package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.flights.Announced;
import org.streetwarden.api.flights.FlightLedger;
import org.streetwarden.api.flights.FlightState;
import org.streetwarden.api.flights.PartStore;
import org.streetwarden.api.flights.Upload;
import org.streetwarden.api.flights.UploadBounds;
import org.streetwarden.api.flights.UploadDesk;
import org.streetwarden.api.flights.UploadRefused;
import org.streetwarden.api.models.Refusal;

/** Shares, time limits and pilots that meet, against a real PostgreSQL and S3 store and without HTTP. */
class UploadLimitsTest {

    private static Peers peers;
    private static Database database;
    private static PartStore store;
    private static Hands clock;
    private static FlightLedger ledger;
    private static UploadDesk desk;

    @BeforeAll
    static void open() throws Exception {
        peers = Peers.start();
        ApiSettings settings = peers.settings();
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        database.migrate();
        store = new PartStore(
                settings.s3Endpoint(),
                settings.s3Region(),
                settings.s3AccessKey(),
                settings.s3SecretKey(),
                settings.s3Bucket());
        clock = new Hands(Records.NOON);
        ledger = new FlightLedger(database, new UploadBounds(1000, 1500), clock);
        desk = new UploadDesk(database, ledger, store);
    }

    @AfterAll
    static void close() throws Exception {
        store.close();
        database.close();
        peers.close();
    }

    private static String announce(String pilot, long bytes, String sha256) {
        return ledger.announce(pilot, new Announced("f", List.of(new Announced.File("a.jpg", bytes, sha256))))
                .flight()
                .flightId();
    }

    private static Upload receive(String pilot, Upload upload, byte[] bytes) throws Exception {
        return desk.receive(pilot, upload.uploadId(), upload.received(), null, new ByteArrayInputStream(bytes));
    }

    @Test
    void keepsAPilotWithinHisShare() throws Exception {
        String first = announce("zhao", 1000, null);
        assertThatThrownBy(() -> announce("zhao", 600, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("expected at most 1500 bytes of one pilot")
                .hasMessageContaining("1000 bytes kept and 600 bytes announced");
        announce("qian", 600, null);
        desk.deleteFlight("zhao", first);
        announce("zhao", 600, null);
    }

    @Test
    void letsFiftyFlightsOfAPilotBeOnTheirWay() {
        for (int i = 0; i < UploadBounds.MOST_OPEN; i++) {
            announce("sun", 1, null);
        }
        assertThatThrownBy(() -> announce("sun", 1, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("50 of your flights are not uploaded yet");
    }

    @Test
    void letsTwoPilotsBringTheSameFile() throws Exception {
        byte[] content = {1, 2, 3, 4};
        Upload one = desk.create("li", announce("li", 4, null), "a.jpg", 4);
        Upload other = desk.create("zhou", announce("zhou", 4, null), "a.jpg", 4);
        assertThatThrownBy(() -> receive("zhou", one, content))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no such upload");
        receive("li", one, content);
        assertThat(receive("zhou", other, content).stored()).isTrue();
        assertThat(peers.read(one.key())).isEqualTo(content);
        assertThat(peers.read(other.key())).isEqualTo(content);
    }

    @Test
    void beginsAnewWhereAFileIsNotWhatWasAnnounced() throws Exception {
        byte[] content = {5, 6, 7};
        Upload upload = desk.create("wu", announce("wu", 3, Records.sha256(content)), "a.jpg", 3);
        assertThatThrownBy(() -> receive("wu", upload, new byte[3]))
                .isInstanceOf(UploadRefused.class)
                .hasMessageContaining("expected SHA-256 " + Records.sha256(content));
        assertThat(desk.find("wu", upload.uploadId()).received()).isZero();
        assertThat(receive("wu", upload, content).stored()).isTrue();
    }

    @Test
    void givesUpWhatHasNotMovedForSevenDays() throws Exception {
        String flightId = announce("zheng", 10, null);
        Upload upload = desk.create("zheng", flightId, "a.jpg", 10);
        receive("zheng", upload, new byte[] {1, 2});
        String tail = "uploads/" + upload.uploadId();
        assertThat(peers.read(tail)).hasSize(2);
        clock.set(Records.NOON.plus(Duration.ofDays(7)));
        desk.look();
        assertThat(desk.find("zheng", upload.uploadId()).received()).isEqualTo(2);
        clock.set(Records.NOON.plus(Duration.ofDays(7)).plusSeconds(1));
        desk.look();
        clock.set(Records.NOON);
        assertThat(ledger.find(flightId).orElseThrow().flight().state()).isEqualTo(FlightState.REFUSED);
        assertThatThrownBy(() -> desk.find("zheng", upload.uploadId())).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> peers.read(tail)).hasMessageContaining("does not exist");
    }
}
