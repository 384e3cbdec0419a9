package org.streetwarden.api;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The browser of all test classes, started by the first that asks and ended with the process. */
final class Chromium {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private static Browser running;

    private Chromium() {}

    /** Skips the test where there is none. */
    static synchronized Browser get() {
        assumeTrue(Files.isExecutable(PROGRAM), "no Chromium at " + PROGRAM);
        if (running == null) {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            running = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(PROGRAM)
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--disable-gpu",
                                    "--disable-quic",
                                    "--no-first-run",
                                    "--disable-background-networking",
                                    "--disable-component-update",
                                    "--disable-sync")));
            Runtime.getRuntime().addShutdownHook(new Thread(playwright::close, "chromium"));
        }
        return running;
    }
}
