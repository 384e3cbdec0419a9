package org.streetwarden.api.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which requests wait for the database and the store; what comes back is on the caller's event loop. */
final class Workers {

    private static final int THREADS = 16;
    private static final int MAX_WAITING = 512;

    private final WorkerExecutor executor;
    private final AtomicInteger inHand = new AtomicInteger();

    Workers(Vertx vertx) {
        executor = vertx.createSharedWorkerExecutor("requests", THREADS);
    }

    /** Fails with a 503 {@link Problem} where too many already wait. */
    <T> Future<T> run(Callable<T> work) {
        if (inHand.incrementAndGet() > MAX_WAITING) {
            inHand.decrementAndGet();
            return Future.failedFuture(Problem.unavailable("Too many requests are waiting; try again soon."));
        }
        return executor.executeBlocking(work, false).onComplete(done -> inHand.decrementAndGet());
    }
}
