package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.filing.BackOff;
import org.streetwarden.models.archive.PackageSignature;

class ModelSupplyTest {

    @TempDir
    Path home;

    private final MemoryPackages store = new MemoryPackages();
    private final Semaphore settled = new Semaphore(0);
    private ModelIdentity model;
    private byte[] archive;
    private ModelSupply supply;

    @BeforeEach
    void importOne() throws Exception {
        model = Packages.identity(Packages.patches());
        archive = Packages.archive(Packages.patches(), home);
        store.objects.put(key(".zip"), archive);
    }

    private String key(String suffix) {
        return "models/" + model.sha256() + suffix;
    }

    private void start(PublicKey... trusted) {
        BackOff quick = new BackOff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        supply = new ModelSupply(home.resolve("models"), store, List.of(trusted), quick, InstantSource.system());
        settled.drainPermits();
        supply.start(settled::release);
        supply.want(Set.of(model));
    }

    /** Waits until it has come and the supply's thread is done with it. */
    private void awaitPackage() throws InterruptedException {
        assertThat(settled.tryAcquire(30, TimeUnit.SECONDS)).as("it is settled").isTrue();
        assertThat(supply.folder(model)).isPresent();
    }

    private void awaitRefusal() throws InterruptedException {
        Polling.until("it is refused", () -> supply.refusal(model).isPresent());
        assertThat(supply.folder(model)).isEmpty();
        Path incoming = home.resolve("models/incoming");
        assertThat(Files.exists(incoming) && incoming.toFile().list().length > 0)
                .as("something of it lies there")
                .isFalse();
    }

    @AfterEach
    void stop() {
        supply.close();
    }

    @Test
    void bringsAPackage() throws Exception {
        start();
        awaitPackage();
        assertThat(Packages.identity(supply.folder(model).orElseThrow())).isEqualTo(model);
        assertThat(home.resolve("models/incoming")).isEmptyDirectory();
    }

    @Test
    void goesOnWhereTheStoreBrokeOff() throws Exception {
        store.breaksAfter = archive.length / 2;
        start();
        Polling.until("the store is away", () -> store.away);
        store.breaksAfter = Long.MAX_VALUE;
        store.away = false;
        awaitPackage();
        assertThat(store.served).hasValue(archive.length);
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        store.breaksAfter = archive.length / 2;
        start();
        Polling.until("the store is away", () -> store.away);
        supply.close();
        store.breaksAfter = Long.MAX_VALUE;
        store.away = false;
        start();
        awaitPackage();
        assertThat(store.served).hasValue(archive.length);
    }

    /** What lies there is not what was begun: everything is fetched anew, and only then judged. */
    @Test
    void beginsAnewWhereWhatLiesThereIsDamaged() throws Exception {
        Path incoming = Files.createDirectories(home.resolve("models/incoming"));
        Files.write(incoming.resolve(model.sha256() + ".zip"), new byte[archive.length / 3]);
        start();
        awaitPackage();
    }

    @Test
    void refusesAPackageChangedAfterItsImport() throws Exception {
        byte[] changed = archive.clone();
        changed[changed.length / 2] ^= 1;
        store.objects.put(key(".zip"), changed);
        start();
        awaitRefusal();
        assertThat(supply.refusal(model).orElseThrow())
                .contains(key(".zip"), "expected SHA-256 " + model.sha256(), "changed after it was imported");
    }

    @Test
    void fetchesAFolderAnewThatWasChangedOnTheDisk() throws Exception {
        start();
        awaitPackage();
        Path manifest = supply.folder(model).orElseThrow().resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("0.25", "0.05"));
        assertThat(supply.folder(model)).isEmpty();
        supply.want(Set.of(model));
        awaitPackage();
    }

    @Test
    void waitsForAPackageThatIsNotThereYet() throws Exception {
        store.objects.clear();
        start();
        Thread.sleep(30);
        assertThat(supply.refusal(model)).isEmpty();
        store.objects.put(key(".zip"), archive);
        awaitPackage();
    }

    @Test
    void takesWhatATrustedKeyHasSigned() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        store.objects.put(key(".sig"), PackageSignature.sign(model.sha256(), pair.getPrivate()));
        start(pair.getPublic());
        awaitPackage();
    }

    @Test
    void refusesWhatNoTrustedKeyHasSigned() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("Ed25519");
        PublicKey trusted = keys.generateKeyPair().getPublic();
        start(trusted);
        awaitRefusal();
        assertThat(supply.refusal(model).orElseThrow()).contains(key(".sig"), "found 0");
        supply.close();

        store.objects.put(
                key(".sig"),
                PackageSignature.sign(model.sha256(), keys.generateKeyPair().getPrivate()));
        start(trusted);
        awaitRefusal();
        assertThat(supply.refusal(model).orElseThrow()).contains("found one that none of them made");
        assertThat(store.served.get()).as("bytes of packages served").isLessThan(archive.length);
    }

    @Test
    void keepsWhatIsAskedForOnTheDisk() throws Exception {
        start();
        awaitPackage();
        supply.keep(Set.of(model.sha256()));
        assertThat(supply.folder(model)).isPresent();
        supply.keep(Set.of());
        assertThat(supply.folder(model)).isEmpty();
    }
}
