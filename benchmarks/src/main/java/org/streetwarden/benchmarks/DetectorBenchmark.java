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
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelPackage;

/**
 * Questions: what does a call through DJL cost over ONNX Runtime by itself, on the shipped model with one thread? What does
 * its int8 variant save? Decides: which engine and which variant are the default. Input: one 1080p frame of noise.
 * Run: scripts/bench DetectorBenchmark -prof gc
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

    /** Of the package; empty: float32. */
    @Param({"", "int8"})
    public String variant;

    private final List<NoiseFrame> frames = List.of(new NoiseFrame(1920, 1080, 7));
    private Detector detector;

    @Setup
    public void open() throws BrokenPackage, DetectorFailure {
        Path root = Path.of(System.getProperty("streetwarden.root"));
        ModelPackage pack = ModelPackage.open(root.resolve("models/zoo/street-nano-0.4"), variant);
        detector = Detectors.open(pack, engine, 1);
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
