package org.streetwarden.api;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code streetwarden api}. */
@Command(
        name = "streetwarden api",
        mixinStandardHelpOptions = true,
        description = {
            "Serves cases, evidence and the console, and takes in what workers file.",
            "",
            "Starts without its servers and becomes ready when they answer (/readyz)."
        },
        sortOptions = false,
        footerHeading = "%nEnvironment (flags win; secrets only here):%n",
        footer = {
            "  STREETWARDEN_DB_PASSWORD    password of the database user",
            "  STREETWARDEN_REDIS_URL      redis://[:password@]host:port",
            "  STREETWARDEN_S3_ACCESS_KEY  access key of the evidence store",
            "  STREETWARDEN_S3_SECRET_KEY  its secret",
            "  STREETWARDEN_MODEL_KEYS     Ed25519 public keys in base64; where set, a model package needs a signature",
            "  STREETWARDEN_MODEL_MAX_BYTES  longest archive of a model package, else 1 GiB",
            "  STREETWARDEN_COVERAGE_PROMISE  every living camera is to be seen this often, else 5m",
            "  STREETWARDEN_COVERAGE_SHARE  of them that must be, else 0.995",
            "  STREETWARDEN_REVIEW         kinds of which a case need not wait for a reviewer from a score on, as",
            "                              green-parking=0.9; else, and whatever is experimental, all of them wait",
            "  STREETWARDEN_STATUS_MAP     the platform's words for states, as 立案=REGISTERED,3=HANDLED; known without it:",
            "                              our own, 受理 不予受理 立案 派遣 处置 结案 返工 挂账 作废",
            "  STREETWARDEN_PUSH_TARGETS   file of the platforms that cases are pushed to; else none",
            "  STREETWARDEN_PUBLIC_URL     this api as platforms reach it, before the paths of evidence in what they get",
            "  STREETWARDEN_LINK_LIFE      how long a link in an event shows the masked picture without a credential, else 7d",
            "  STREETWARDEN_LOG_ORIGIN     name of the log of evidence and acts, else streetwarden/evidence",
            "  STREETWARDEN_LOG_KEYSTORE   PKCS#12 file with the Ed25519 key that signs its checkpoints, or",
            "  STREETWARDEN_LOG_PKCS11     configuration of a PKCS#11 device; without either they stay unsigned",
            "  STREETWARDEN_LOG_PASSWORD   password of the file, or PIN; STREETWARDEN_LOG_ALIAS names one key of several",
            "  STREETWARDEN_CHECKPOINT_EVERY   a checkpoint of a log that grew goes to those below this often at most, else 10m",
            "  STREETWARDEN_TSA_URL        time-stamp authority (RFC 3161) that stamps them; else nothing is time-stamped",
            "  STREETWARDEN_TSA_CERT       PEM with its certificate or its issuer's, under which its tokens must stand",
            "  STREETWARDEN_TSA_POLICY     object identifier of the rules it is to stamp by, else its usual ones",
            "  STREETWARDEN_CHECKPOINT_FOLDER  folder where each is laid down, to be carried elsewhere",
            "  STREETWARDEN_CHECKPOINT_URL     server that each is sent to by POST",
            "  STREETWARDEN_CHECKPOINT_ALLOW   guarded addresses that those may have, as 127.0.0.1:3180,10.0.0.9:443",
            "  STREETWARDEN_CALLERS        file of keys that hold from the first start, as 'accounts first-key' writes it; else none",
            "  STREETWARDEN_OIDC           file of the OpenID Connect provider that signs people in beside local accounts; else none",
            "  STREETWARDEN_LOG            text or json, else text",
            "",
            "Exit codes: 0 ended, 1 failed, 2 settings unusable."
        })
public final class ApiMain implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ApiMain.class);
    private static final long END_DEADLINE_S = 30;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Address to listen on; STREETWARDEN_BIND, else 127.0.0.1.")
    private String bind;

    @Option(names = "--port", paramLabel = "N", description = "Port, 0 for a free one; STREETWARDEN_PORT, else 8080.")
    private String port;

    @Option(names = "--db-url", paramLabel = "URL", description = "jdbc:postgresql://…; STREETWARDEN_DB_URL.")
    private String databaseUrl;

    @Option(names = "--db-user", paramLabel = "NAME", description = "Database user; STREETWARDEN_DB_USER.")
    private String databaseUser;

    @Option(names = "--s3-endpoint", paramLabel = "URL", description = "Evidence store; STREETWARDEN_S3_ENDPOINT.")
    private String s3Endpoint;

    @Option(names = "--s3-region", paramLabel = "NAME", description = "STREETWARDEN_S3_REGION, else us-east-1.")
    private String s3Region;

    @Option(
            names = "--s3-bucket",
            paramLabel = "NAME",
            description = "STREETWARDEN_S3_BUCKET, else streetwarden-evidence.")
    private String s3Bucket;

    @Option(
            names = "--district",
            paramLabel = "CODE",
            description = "Six-digit division for case numbers; STREETWARDEN_DISTRICT, else 370126.")
    private String district;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ApiMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        ApiSettings settings;
        try {
            settings = ApiSettings.from(values(System.getenv()));
        } catch (ApiSettings.Unusable unusable) {
            err.println(unusable.getMessage());
            return 2;
        }
        CountDownLatch closed = new CountDownLatch(1);
        try (Api api = Api.start(settings, Clock.systemUTC())) {
            CountDownLatch asked = onEnd(closed);
            LOG.info("listening on http://{}:{}/", settings.bindAddress(), api.port());
            asked.await();
            LOG.info("ending");
        } catch (IOException failure) {
            err.println("streetwarden api: " + failure.getMessage());
            return 1;
        } finally {
            closed.countDown();
        }
        return 0;
    }

    /** Counts down when the process is asked to end; the JVM then waits until {@code closed} does. */
    private static CountDownLatch onEnd(CountDownLatch closed) {
        CountDownLatch asked = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(asked, closed), "end"));
        return asked;
    }

    private static void end(CountDownLatch asked, CountDownLatch closed) {
        asked.countDown();
        try {
            if (!closed.await(END_DEADLINE_S, TimeUnit.SECONDS)) {
                LOG.warn("not everything was closed within {} s", END_DEADLINE_S);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, String> values(Map<String, String> environment) {
        Map<String, String> values = new HashMap<>(environment);
        put(values, "STREETWARDEN_BIND", bind);
        put(values, "STREETWARDEN_PORT", port);
        put(values, "STREETWARDEN_DB_URL", databaseUrl);
        put(values, "STREETWARDEN_DB_USER", databaseUser);
        put(values, "STREETWARDEN_S3_ENDPOINT", s3Endpoint);
        put(values, "STREETWARDEN_S3_REGION", s3Region);
        put(values, "STREETWARDEN_S3_BUCKET", s3Bucket);
        put(values, "STREETWARDEN_DISTRICT", district);
        return values;
    }

    private static void put(Map<String, String> values, String name, String flag) {
        if (flag != null) {
            values.put(name, flag);
        }
    }
}
