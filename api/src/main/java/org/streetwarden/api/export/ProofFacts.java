package org.streetwarden.api.export;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.streetwarden.api.export.CaseExport.Plan;
import org.streetwarden.api.paper.Fact;
import org.streetwarden.api.proof.Stamps.Stamp;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.MalformedProof;

/** What lies beside a case's evidence to prove it, in words. */
final class ProofFacts {

    private static final String UNSTAMPED =
            "未加盖时间戳：何时已存在，只有本系统的说法 not time-stamped: when it was there is this system's word alone";

    private final Plan plan;

    ProofFacts(Plan plan) {
        this.plan = plan;
    }

    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("清单摘要 Manifest's SHA-256", plan.detail().manifestSha256()));
        facts.add(new Fact("签名 Seal", sealed()));
        facts.addAll(log());
        facts.add(
                new Fact("时间戳 Time-stamp", plan.stamp().map(ProofFacts::stamped).orElse(UNSTAMPED)));
        return facts;
    }

    private static String stamped(Stamp stamp) {
        return "%s ± %s s，%s，策略 policy %s，编号 serial %s；该时刻上述检查点已存在 the checkpoint above was there by then"
                .formatted(
                        stamp.at(),
                        stamp.accuracy().toMillis() / 1000.0,
                        stamp.authority(),
                        stamp.policy(),
                        stamp.serial());
    }

    private String sealed() {
        boolean there =
                plan.detail().parts().stream().anyMatch(part -> part.name().equals("seal.json"));
        return there
                ? "有 seal.json：清单及各文件自签名后未变（以核验结果为准）there; verifying says whether it holds"
                : "未签名：不能证明由谁制作 not signed: who made it is not proven";
    }

    private List<Fact> log() {
        if (plan.proof().isEmpty()) {
            return List.of(new Fact("日志 Log", "不在日志中 not in the log"));
        }
        LogProof proof = plan.proof().get();
        try {
            Checkpoint checkpoint = Checkpoint.of(proof.note());
            String signed = proof.note().signatures().isEmpty() ? "未签名 not signed" : "已签名 signed";
            return List.of(
                    new Fact(
                            "日志 Log",
                            "%s: 第 %d 条，共 %d 条 entry %d of %d"
                                    .formatted(
                                            checkpoint.origin(),
                                            proof.index(),
                                            checkpoint.size(),
                                            proof.index(),
                                            checkpoint.size())),
                    new Fact(
                            "检查点 Checkpoint",
                            "根 root %s，%s".formatted(Base64.getEncoder().encodeToString(checkpoint.root()), signed)));
        } catch (MalformedProof impossible) {
            throw new IllegalStateException("our own checkpoint is one", impossible);
        }
    }
}
