package org.streetwarden.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.streetwarden.api.remote.EvidenceMain;
import org.streetwarden.api.remote.FlightsMain;
import org.streetwarden.evidence.EvidenceCommand;
import org.streetwarden.flights.FlightsCommand;
import picocli.CommandLine;

/** Of a command that two modules share, the help of one names what the other has. */
class HelpTest {

    private static void namesAll(Object command, CommandLine ofTheApi) {
        String help = new CommandLine(command).getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(ofTheApi.getSubcommands().keySet()).isNotEmpty().allSatisfy(name -> assertThat(help)
                .containsPattern("(?m)^  " + name + " +[A-Z]"));
    }

    @Test
    void namesWhatNeedsAnApi() {
        namesAll(new FlightsCommand(), FlightsMain.line());
        namesAll(new EvidenceCommand(), EvidenceMain.line());
    }
}
