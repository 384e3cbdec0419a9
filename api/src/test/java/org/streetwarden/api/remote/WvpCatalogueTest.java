package org.streetwarden.api.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.remote.FakeWvp.Fault;

class WvpCatalogueTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final List<Duration> TWO_MORE = List.of(Duration.ofMillis(1), Duration.ofMillis(1));

    @TempDir
    private Path dir;

    private final StringWriter said = new StringWriter();
    private FakeWvp wvp;

    @AfterEach
    void stop() {
        wvp.close();
    }

    private boolean fetch() throws IOException {
        return fetch(FakeWvp.TOKEN, PATIENT, Clock.systemUTC());
    }

    private boolean fetch(String token, Duration within, Clock clock) throws IOException {
        try (WvpPages pages = new WvpPages(wvp.uri(), token, 10, within, TWO_MORE)) {
            return new WvpCatalogue(pages, new CatalogueSpool(file()), new PrintWriter(said), clock).fetch();
        }
    }

    private Path file() {
        return dir.resolve("spool").resolve("county.csv");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file());
    }

    @Test
    void bringsEveryPage() throws IOException {
        wvp = new FakeWvp(25);
        assertThat(fetch()).isTrue();
        assertThat(lines()).hasSize(26);
        assertThat(lines().getFirst()).startsWith("code,name,longitude,latitude,");
        assertThat(lines().get(11))
                .contains(
                        "\"" + FakeWvp.code(11) + "\",\"路口 11\",\"117.17\",\"36.98\",\"370126\"", "page 2, channel 1");
        assertThat(wvp.asked()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void keepsNoSecretOnTheWay() throws IOException {
        wvp = new FakeWvp(1);
        wvp.channels().add(FakeWvp.channel(2, FakeWvp.code(2), 1));
        fetch();
        String text = Files.readString(file());
        assertThat(text)
                .doesNotContain("hunter2", "10.1.2.3", "路口 2", FakeWvp.TOKEN)
                .contains(FakeWvp.code(2));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void triesAgain() throws IOException {
        wvp = new FakeWvp(15)
                .then(Fault.ERROR_500, Fault.TORN, Fault.NONE, Fault.ERROR_IN_BODY, Fault.TOO_LONG, Fault.NONE);
        assertThat(fetch()).isTrue();
        assertThat(lines()).hasSize(16);
        assertThat(wvp.asked()).containsExactly(1, 1, 1, 2, 2, 2, 3);
    }

    @Test
    void waitsNoLongerThanItSays() throws IOException {
        wvp = new FakeWvp(5).then(Fault.NEVER_ENDS);
        assertThat(fetch(FakeWvp.TOKEN, Duration.ofSeconds(2), Clock.systemUTC()))
                .isTrue();
        assertThat(wvp.asked()).containsExactly(1, 1, 2);
    }

    @Test
    void goesOnWhereItEnded() throws IOException {
        wvp = new FakeWvp(35).then(Fault.NONE, Fault.NONE, Fault.TORN, Fault.TORN, Fault.TORN);
        assertThatThrownBy(this::fetch).hasMessageContaining("page 3").hasMessageContaining("3 times");
        Files.writeString(file(), Files.readString(file()) + "\"torn");
        wvp.asked().clear();
        assertThat(fetch()).isTrue();
        assertThat(wvp.asked()).containsExactly(2, 3, 4, 5);
        assertThat(lines()).hasSize(36).doesNotHaveDuplicates();
        assertThat(said.toString()).contains("going on behind page 2");
    }

    @Test
    void beginsAgainWhereTheCatalogueHasMoved() throws IOException {
        wvp = new FakeWvp(25).then(Fault.NONE, Fault.NONE, Fault.TORN, Fault.TORN, Fault.TORN);
        assertThatThrownBy(this::fetch).isInstanceOf(RemoteFailure.class);
        wvp.channels().removeFirst();
        assertThat(fetch()).isTrue();
        assertThat(lines()).hasSize(25);
        assertThat(said.toString()).contains("beginning again");
    }

    @Test
    void forgetsWhatIsOld() throws IOException {
        wvp = new FakeWvp(15).then(Fault.NONE, Fault.TORN, Fault.TORN, Fault.TORN);
        assertThatThrownBy(this::fetch).isInstanceOf(RemoteFailure.class);
        wvp.asked().clear();
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(2)), ZoneOffset.UTC);
        assertThat(fetch(FakeWvp.TOKEN, PATIENT, later)).isTrue();
        assertThat(wvp.asked()).containsExactly(1, 2, 3);
    }

    @Test
    void believesNoWrongTotal() throws IOException {
        wvp = new FakeWvp(25).state(30);
        assertThat(fetch()).isFalse();
        assertThat(said.toString()).contains("says 30 channels and gave 25");
        wvp.state(12);
        Files.delete(file());
        assertThat(fetch()).isFalse();
        assertThat(lines()).hasSize(26);
    }

    @Test
    void endsWhereOnePageComesForEver() throws IOException {
        wvp = new FakeWvp(25).deaf();
        assertThat(fetch()).isFalse();
        assertThat(lines()).hasSize(11);
        assertThat(wvp.asked()).containsExactly(1, 2);
    }

    @Test
    void leavesOutWhatHasNoCode() throws IOException {
        wvp = new FakeWvp(2);
        wvp.channels().add(FakeWvp.channel(3, null, 0));
        assertThat(fetch()).isTrue();
        assertThat(lines()).hasSize(3);
        assertThat(said.toString()).contains("1 channels have no GB/T 28181 code");
    }

    @Test
    void spoilsOneRowByALineBreak() throws IOException {
        wvp = new FakeWvp(0);
        wvp.channels().add(FakeWvp.channel(1, FakeWvp.code(1), 0).replace("路口 1", "a\\r\\n\\\"b"));
        fetch();
        assertThat(lines()).hasSize(2).last().asString().contains("\"a\uFFFD\uFFFD\"\"b\"");
    }

    @Test
    void stopsWhereAnotherTryCannotHelp() throws IOException {
        wvp = new FakeWvp(5).then(Fault.REDIRECT);
        assertThatThrownBy(this::fetch).hasMessageContaining("redirect");
        assertThat(wvp.asked()).hasSize(1);
        assertThatThrownBy(() -> fetch("wrong-token", PATIENT, Clock.systemUTC()))
                .hasMessageContaining("token")
                .hasMessageNotContaining("wrong-token");
        assertThat(wvp.asked()).hasSize(2);
    }

    @Test
    void takesOnlyAPlainAddress() throws IOException {
        wvp = new FakeWvp(0);
        assertThat(ApiClient.root("URL", "http://h:18080/wvp/")).hasToString("http://h:18080/wvp");
        for (String url : List.of("http://u:p@h", "ftp://h", "http://h?access-token=x", "http:", "http://a b")) {
            assertThatThrownBy(() -> ApiClient.root("URL", url))
                    .as(url)
                    .isInstanceOf(RemoteFailure.class)
                    .hasMessageNotContaining("u:p");
        }
    }
}
