package org.streetwarden.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.evidence.StoredObject;

/**
 * Copies an opened object to a response, one chunk at a time and the next only when the last has room; a slow reader holds
 * one chunk and no thread. Runs on the response's event loop; reads on a worker.
 */
final class Transfer {

    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
    private static final int CHUNK_BYTES = 64 * 1024;

    private final HttpServerResponse response;
    private final StoredObject object;
    private final Workers workers;
    private final LongConsumer whenOver;
    private final long lengthBytes;
    private long sentBytes;
    private boolean reading;
    private boolean over;

    /**
     * @param object owned from now on
     * @param whenOver told once, however it ends, how many bytes were written
     */
    Transfer(
            HttpServerResponse response,
            StoredObject object,
            long lengthBytes,
            Workers workers,
            LongConsumer whenOver) {
        this.response = response;
        this.object = object;
        this.lengthBytes = lengthBytes;
        this.workers = workers;
        this.whenOver = whenOver;
    }

    void start() {
        response.closeHandler(closed -> finish());
        response.exceptionHandler(failure -> finish());
        response.setWriteQueueMaxSize(2 * CHUNK_BYTES);
        if (response.closed()) {
            finish();
        } else {
            readNext();
        }
    }

    private void readNext() {
        reading = true;
        int wanted = (int) Math.min(CHUNK_BYTES, lengthBytes - sentBytes);
        workers.run(() -> object.content().readNBytes(wanted)).onComplete(read -> {
            reading = false;
            if (over) {
                closeObject();
            } else if (read.failed() || read.result().length < wanted) {
                cutOff(read.cause());
            } else {
                write(read.result());
            }
        });
    }

    private void write(byte[] chunk) {
        sentBytes += chunk.length;
        response.write(Buffer.buffer(chunk));
        if (sentBytes == lengthBytes) {
            response.end();
            finish();
        } else if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                readNext();
            });
        } else {
            readNext();
        }
    }

    /** The length is promised already, so only a broken connection tells the reader. */
    private void cutOff(Throwable cause) {
        LOG.warn("evidence broke off after {} of {} bytes", sentBytes, lengthBytes, cause);
        response.reset();
        finish();
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        whenOver.accept(sentBytes);
        if (!reading) {
            closeObject();
        }
    }

    private void closeObject() {
        workers.run(() -> {
                    object.close();
                    return null;
                })
                .onFailure(failure -> LOG.debug("closing evidence", new IOException(failure)));
    }
}
