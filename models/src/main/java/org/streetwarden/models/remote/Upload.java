package org.streetwarden.models.remote;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongConsumer;

/** A file as a request's body, that tells how much of it has been taken. */
final class Upload implements BodyPublisher {

    private final BodyPublisher file;
    private final LongConsumer taken;

    /** @param taken told of bytes each time some are, on threads of the client */
    Upload(Path file, LongConsumer taken) throws IOException {
        this.file = BodyPublishers.ofFile(file);
        this.taken = taken;
    }

    @Override
    public long contentLength() {
        return file.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> client) {
        file.subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                client.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer part) {
                int bytes = part.remaining();
                client.onNext(part);
                taken.accept(bytes);
            }

            @Override
            public void onError(Throwable failure) {
                client.onError(failure);
            }

            @Override
            public void onComplete() {
                client.onComplete();
            }
        });
    }
}
