package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** What {@code STREETWARDEN_LOG} chooses, in the configuration of both processes. */
class LogFormatTest {

    @Test
    void writesIdsAsFieldsWhereJsonIsAskedFor() throws Exception {
        for (String module : List.of("api", "stream-workers")) {
            String line = line(module, "json");
            assertThat(line).endsWith("\n").hasLineCount(1);
            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(json.path("level").asText()).isEqualTo("WARN");
            assertThat(json.path("formattedMessage").asText()).isEqualTo("camera cam-7: \"gone\"\nagain");
            assertThat(json.at("/mdc/incident").asText()).isEqualTo("ab12");
            assertThat(json.at("/kvpList/0/camera").asText()).isEqualTo("cam-7");
            assertThat(json.has("timestamp")).isTrue();
        }
    }

    @Test
    void writesForPeopleOtherwise() throws Exception {
        assertThat(line("api", "text"))
                .contains("WARN  o.s.a.intake.Intake camera cam-7")
                .doesNotContain("{");
    }

    private static String line(String module, String format) throws Exception {
        LoggerContext context = new LoggerContext();
        context.putProperty("STREETWARDEN_LOG", format);
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(
                Path.of(System.getProperty("streetwarden.root"), module, "src", "main", "resources", "logback.xml")
                        .toFile());
        ConsoleAppender<ILoggingEvent> appender =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stderr");
        assertThat(context.getStatusManager().getCopyOfStatusList())
                .as("complaints about the configuration")
                .allMatch(status -> status.getLevel() == Status.INFO);
        LoggingEvent event = new LoggingEvent(
                "",
                context.getLogger("org.streetwarden.api.intake.Intake"),
                ch.qos.logback.classic.Level.WARN,
                "camera {}: {}",
                null,
                new Object[] {"cam-7", "\"gone\"\nagain"});
        event.setMDCPropertyMap(Map.of("incident", "ab12"));
        event.addKeyValuePair(new KeyValuePair("camera", "cam-7"));
        String line = new String(appender.getEncoder().encode(event), UTF_8);
        context.stop();
        return line;
    }
}
