package org.streetwarden.benchmarks;

import java.nio.file.Path;
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
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;

/**
 * Question: what does a call through DJL cost over ONNX Runtime by itself, on the shipped model with one thread?
 * Decides: which engine is the default. Input: one 1080p frame of noise. Run: scripts/bench DetectorBenchmark -prof gc
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class DetectorBenchmark {

    /** What runs the graph. */
    @Param({"ONNXRUNTIME", "DJL"})
    public Engine engine;

    private final List<NoiseFrame> frames = List.of(new NoiseFrame(1920, 1080, 7));
    private Detector detector;

    @Setup
    public void open() throws DetectorFailure {
        Path root = Path.of(System.getProperty("streetwarden.root"));
        detector = Detectors.open(root.resolve("models/zoo/street-nano-0.4"), engine, 1);
    }

    @Benchmark
    public List<List<Detection>> detect() throws DetectorFailure {
        return detector.detect(frames);
    }

    @TearDown
    public void close() {
        detector.close();
    }
}
