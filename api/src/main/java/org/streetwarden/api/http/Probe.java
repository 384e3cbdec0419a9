package org.streetwarden.api.http;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One thing that must work for the api to be ready. A question that hangs is not asked a second time beside itself. */
public final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_DETAIL_CHARS = 200;

    private final String name;
    private final Callable<?> question;
    private CompletableFuture<Void> asked;

    /** @param question throws where the thing does not work, with a message free of secrets */
    public Probe(String name, Callable<?> question) {
        this.name = name;
        this.question = question;
    }

    /** @param detail empty where it is ready */
    public record Answer(String name, boolean ready, String detail) {}

    /** Takes at most {@link #PATIENCE}. */
    Answer ask() {
        CompletableFuture<Void> current = current();
        try {
            current.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(name, true, "");
        } catch (TimeoutException slow) {
            return new Answer(name, false, "no answer within " + PATIENCE.toSeconds() + " s");
        } catch (ExecutionException failure) {
            return new Answer(name, false, detail(failure.getCause()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return new Answer(name, false, "stopping");
        }
    }

    private synchronized CompletableFuture<Void> current() {
        if (asked == null || asked.isDone()) {
            CompletableFuture<Void> fresh = new CompletableFuture<>();
            Thread.ofVirtual().name("probe-" + name).start(() -> answer(fresh));
            asked = fresh;
        }
        return asked;
    }

    private void answer(CompletableFuture<Void> fresh) {
        try {
            question.call();
            fresh.complete(null);
        } catch (Exception failure) {
            fresh.completeExceptionally(failure);
        }
    }

    private static String detail(Throwable failure) {
        String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return line.length() > MAX_DETAIL_CHARS ? line.substring(0, MAX_DETAIL_CHARS) + "…" : line;
    }
}
