package org.streetwarden.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.FramePool;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.source.CameraAddresses;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.SourceSettings;

/**
 * The watched side of {@link KeyFrameDensity}, a process of its own: one reader thread per URL (source, ring, key frames,
 * swscale to 640x360). Opens and closes the first URL once, then says {@code empty RSS HEAP}, opens all, says
 * {@code ready}, and from then on {@code PICTURES RSS HEAP} (bytes) for every line it is sent; ends with its input.
 */
final class KeyFrameReader {

    private static final SourceSettings ON_A_FARM = SourceSettings.DEFAULT.withAddresses(CameraAddresses.LOOPBACK);
    private static final int RING_BYTES = 12 << 20;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;

    private final AtomicLong pictures = new AtomicLong();
    private final SwsContext scaler = swscale.sws_alloc_context();
    private final AVFrame small = avutil.av_frame_alloc();

    private KeyFrameReader() {
        scaler.flags(swscale.SWS_BICUBIC).threads(1);
        small.format(avutil.AV_PIX_FMT_YUV420P).width(WIDTH).height(HEIGHT);
        avutil.av_frame_get_buffer(small, 0);
    }

    public static void main(String[] urls) throws Exception {
        KeyFrameReader reader = new KeyFrameReader();
        reader.watch(CameraUrl.parse(urls[0]), 100);
        System.out.println("empty " + memory());
        for (String url : urls) {
            CameraUrl camera = CameraUrl.parse(url);
            Thread.ofPlatform().daemon().start(() -> reader.watchForEver(camera));
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {
            System.out.println(reader.pictures.get() + " " + memory());
        }
    }

    private void watchForEver(CameraUrl url) {
        try {
            watch(url, Integer.MAX_VALUE);
        } catch (StreamFailure e) {
            throw new IllegalStateException(e);
        }
    }

    private void watch(CameraUrl url, int packets) throws StreamFailure {
        Sampler sampler = Sampler.live(Duration.ofMillis(500), Duration.ofSeconds(5));
        try (FramePool pool = new FramePool("density", 2);
                FfmpegSource source = FfmpegSource.open(url, ON_A_FARM);
                SampledDecoder decoder = new SampledDecoder(sampler, new Decoder(source.info(), pool))) {
            GopRing ring = new GopRing(source.info(), RING_BYTES);
            for (int i = 0; i < packets; i++) {
                var packet = source.next();
                ring.append(packet);
                try (Frame frame = decoder.next(packet)) {
                    if (frame != null) {
                        scale(frame);
                        pictures.incrementAndGet();
                    }
                }
            }
        }
    }

    /** One scaler for all, as a detector has one letterbox for all. */
    private synchronized void scale(Frame frame) {
        AVFrame large = avutil.av_frame_alloc();
        large.format(avutil.AV_PIX_FMT_YUV420P).width(frame.width()).height(frame.height());
        for (int plane = 0; plane < 3; plane++) {
            large.data(plane, new BytePointer(frame.plane(plane))).linesize(plane, frame.stride(plane));
        }
        swscale.sws_scale_frame(scaler, small, large);
        avutil.av_frame_free(large);
    }

    /** Resident bytes, and heap bytes in use after a collection. */
    private static String memory() throws Exception {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long heap = runtime.totalMemory() - runtime.freeMemory();
        long pages =
                Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", -1)[1]);
        return pages * 4096 + " " + heap;
    }
}
