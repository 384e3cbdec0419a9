package org.streetwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        return Main.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    @Test
    void offersTheModelsCommandsBesideItsOwn() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("worker", "analyze", "farm", "evidence", "model");

        assertThat(run("model", "inspect", Scenes.model().toString())).isZero();
        assertThat(out.toString()).contains("street-nano");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void namesTheModelCommandsWhereNoneIsGiven() {
        assertThat(run("model")).isEqualTo(2);
        assertThat(err.toString()).contains("expected a subcommand: ", "inspect", "evaluate");
    }
}
