package org.streetwarden.benchmarks;

import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.streetwarden.models.InputFormat;
import org.streetwarden.models.pixels.BatchTensor;
import org.streetwarden.models.pixels.Letterbox;
import org.streetwarden.models.pixels.TensorWriter;

/**
 * Question: who writes a decoded picture into the model's tensor fastest: swscale plane by plane with colours in Java
 * (ours), swscale for the whole picture, OpenCV, or Java alone?
 * Decides: what {@link TensorWriter} is made of, among those that come within 1.0 mean error (of 255) of the exact area
 * average and allocate nothing.
 * Input: noise, because a flat picture lets the resizer cheat. Run: scripts/bench LetterboxBenchmark -prof gc
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class LetterboxBenchmark {

    /** Source size. */
    @Param({"1920x1080"})
    public String source;

    /** Model input size. */
    @Param({"576x320", "640x640"})
    public String input;

    private NoiseFrame frame;
    private BatchTensor tensor;
    private TensorWriter ours;
    private JavaLetterbox java;
    private SwscaleLetterbox swscaleArea;
    private SwscaleLetterbox swscaleBilinear;
    private OpencvLetterbox opencv;

    @Setup
    public void open() {
        int[] from = sides(source);
        int[] to = sides(input);
        InputFormat format = new InputFormat(
                "images",
                to[0],
                to[1],
                InputFormat.Colour.BGR,
                1,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                InputFormat.Placement.CENTRE,
                114);
        frame = new NoiseFrame(from[0], from[1], 7);
        tensor = new BatchTensor(1, to[0], to[1]);
        ours = new TensorWriter(format, tensor);
        Letterbox box = ours.write(frame, 0);
        java = new JavaLetterbox(tensor, box);
        swscaleArea = new SwscaleLetterbox(tensor, box, SWS_AREA);
        swscaleBilinear = new SwscaleLetterbox(tensor, box, SWS_BILINEAR);
        opencv = new OpencvLetterbox(tensor, box);
        report(box);
    }

    private void report(Letterbox box) {
        double[] exact = ExactLetterbox.of(frame, box);
        ours();
        say("ours", exact, box);
        java();
        say("java", exact, box);
        swscaleArea();
        say("swscaleArea", exact, box);
        swscaleBilinear();
        say("swscaleBilinear", exact, box);
        opencv();
        say("opencv", exact, box);
    }

    private void say(String name, double[] exact, Letterbox box) {
        double sum = 0;
        double worst = 0;
        int pixels = box.width() * box.height();
        for (int i = 0; i < exact.length; i++) {
            int inside = i % pixels;
            int row = box.top() + inside / box.width();
            int at = tensor.planeAt(0, i / pixels) + row * tensor.width() + box.left() + inside % box.width();
            double error = Math.abs(tensor.values().get(at) - exact[i]);
            sum += error;
            worst = Math.max(worst, error);
        }
        System.out.printf("# %s: mean error %.3f, worst %.2f of 255%n", name, sum / exact.length, worst);
    }

    private static int[] sides(String text) {
        String[] sides = text.split("x", 2);
        return new int[] {Integer.parseInt(sides[0]), Integer.parseInt(sides[1])};
    }

    @Benchmark
    public void ours() {
        ours.write(frame, 0);
    }

    @Benchmark
    public void java() {
        java.write(frame);
    }

    @Benchmark
    public void swscaleArea() {
        swscaleArea.write(frame);
    }

    @Benchmark
    public void swscaleBilinear() {
        swscaleBilinear.write(frame);
    }

    @Benchmark
    public void opencv() {
        opencv.write(frame);
    }

    /** Stretches instead of letterboxing, bilinearly: less work, another picture. */
    @Benchmark
    public void opencvBlob() {
        opencv.blob(frame);
    }

    @TearDown
    public void close() {
        swscaleArea.close();
        swscaleBilinear.close();
        opencv.close();
        ours.close();
        tensor.close();
    }
}
