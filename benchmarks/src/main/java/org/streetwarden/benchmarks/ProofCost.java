package org.streetwarden.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.api.proof.LogIdentity;
import org.streetwarden.engines.PostgresEngine;
import org.streetwarden.evidence.EvidenceVerifier;

/**
 * Question: how long does it take to prove that a case stands in a log of 1,000,000 entries, without the road over HTTP, and to verify
 * a pack, without the start of a process?
 *
 * <p>Decides: whether a proof may read nodes from the database (5 ms) and a page may verify packs one behind the other (300 ms).
 *
 * <p>Input: the database that {@link CaseLoad} left in DIR, and packs of evidence as the demo makes them. Run: {@code scripts/bench
 * --main ProofCost DIR [PACK…]}.
 */
public final class ProofCost {

    private static final int CASES = 1000;
    private static final int TIMES = 20;

    private ProofCost() {}

    private interface Work {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        String password = Files.readString(dir.resolve("password")).strip();
        try (PostgresEngine postgres = PostgresEngine.start(dir.resolve("postgres"), 0, password);
                Database database = Database.open(postgres.url(), PostgresEngine.USER, password)) {
            System.out.println(ProcessorTime.load());
            prove(database);
        }
        for (String pack : List.of(args).subList(1, args.length)) {
            time("verify " + pack, TIMES, i -> () -> EvidenceVerifier.verify(Path.of(pack)));
        }
    }

    private static void prove(Database database) throws Exception {
        LogIdentity unsigned = new LogIdentity("bench", null);
        List<String> numbers = database.read(
                handle -> handle.createQuery("SELECT case_no FROM cases ORDER BY md5(case_no) LIMIT " + 2 * CASES)
                        .mapTo(String.class)
                        .list());
        System.out.println("entries " + database.read(EvidenceLog::size));
        for (int pass = 0; pass < 2; pass++) {
            int from = pass * CASES;
            time(
                    "proof, pass " + (pass + 1),
                    CASES,
                    i -> () -> database.read(handle -> EvidenceLog.proof(handle, unsigned, numbers.get(from + i))
                            .orElseThrow()));
        }
    }

    private interface Works {
        Work at(int index);
    }

    private static void time(String what, int times, Works works) throws Exception {
        double[] ms = new double[times];
        for (int i = 0; i < times; i++) {
            Work work = works.at(i);
            long start = System.nanoTime();
            work.run();
            ms[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(ms);
        System.out.printf(
                "%s: least %.1f, p50 %.1f, p95 %.1f, max %.1f ms; %s%n",
                what, ms[0], ms[times / 2], ms[times * 95 / 100], ms[times - 1], ProcessorTime.load());
    }
}
