package org.streetwarden.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.streetwarden.config.ConfigFile;
import org.streetwarden.config.ConfigProblems;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.Verifier;
import org.streetwarden.models.verify.CropVerifier;
import org.streetwarden.pipeline.Worker;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.rollout.ProvenModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code streetwarden worker}. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description =
                "Watches cameras and files what is found, until Ctrl-C. What cannot be delivered waits in the spool.",
        footer = {
            "",
            "Environment: STREETWARDEN_REDIS_URL, STREETWARDEN_S3_ENDPOINT, STREETWARDEN_S3_BUCKET,",
            "STREETWARDEN_S3_ACCESS_KEY, STREETWARDEN_S3_SECRET_KEY, STREETWARDEN_S3_LOCK, STREETWARDEN_DATA_DIR; the file wins",
            "over them.",
            "STREETWARDEN_SIGNING_KEYSTORE or STREETWARDEN_SIGNING_PKCS11, with _PASSWORD and _ALIAS, is the key that signs evidence.",
            "STREETWARDEN_STATUS_BIND is where /metrics and /healthz listen, else 127.0.0.1; STREETWARDEN_LOG is text or json.",
            "Exit codes: 0 stopped, 1 could not start, 2 wrong usage."
        })
final class WorkerCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Cameras, zones, rules; see stream-workers/config/worker.yaml.")
    private Path config;

    @Option(names = "--check-config", description = "Reads the configuration, says what is wrong with it, and ends.")
    private boolean checkConfig;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            WorkerConfig read = new ConfigFile(config, System::getenv).worker();
            if (checkConfig) {
                spec.commandLine().getOut().println(config + ": sound: " + read);
                return ExitCode.OK;
            }
            watch(read);
            return ExitCode.OK;
        } catch (ConfigProblems problems) {
            problems.problems().forEach(err::println);
        } catch (IOException | DetectorFailure failure) {
            err.println("worker: " + failure.getMessage());
        }
        return ExitCode.SOFTWARE;
    }

    private static void watch(WorkerConfig config) throws IOException, DetectorFailure, InterruptedException {
        var model = config.model();
        LoadedModel looking = LoadedModel.open(model.packageFolder(), model.engine(), model.threads(), model.variant());
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            told.countDown();
                            awaitQuietly(ended);
                        },
                        "stop"));
        try (Worker worker = open(config, looking)) {
            worker.start();
            told.await();
        } finally {
            ended.countDown();
        }
    }

    private static Worker open(WorkerConfig config, LoadedModel looking) throws IOException, DetectorFailure {
        Verifier verifier = null;
        try {
            verifier = config.verifier() == null
                    ? null
                    : CropVerifier.open(config.verifier().packageFolder());
            return new Worker(
                    config,
                    looking,
                    new ProvenModels(
                            config.model().engine(),
                            config.model().threads(),
                            config.model().variant()),
                    verifier);
        } catch (IOException | DetectorFailure | RuntimeException failure) {
            if (verifier != null) {
                verifier.close();
            }
            looking.close();
            throw failure;
        }
    }

    private static void awaitQuietly(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
