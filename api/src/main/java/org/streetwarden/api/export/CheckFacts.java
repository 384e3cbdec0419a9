package org.streetwarden.api.export;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.streetwarden.api.life.GoneCheck.Proposal;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.paper.Fact;
import org.streetwarden.incident.Presence.Finding;

/** What a check says, in words. */
final class CheckFacts {

    private static final Map<Proposal, String> PROPOSALS = Map.of(
            Proposal.GONE, "已消失，建议结案 Gone: may be closed",
            Proposal.STILL, "仍在现场 Still there",
            Proposal.UNSURE, "无法确定 Unsure");
    private static final Map<Finding, String> FINDINGS = Map.of(
            Finding.THERE, "仍在 there",
            Finding.GONE, "未见 not seen",
            Finding.UNTOLD, "看不出 cannot be told");

    private CheckFacts() {}

    static List<Fact> of(CheckPack pack, String at) {
        return List.of(
                new Fact("核查结论 Proposal", PROPOSALS.get(pack.check().proposal())),
                new Fact("时间 When", at),
                new Fact("规则依据 Why", pack.check().why()),
                new Fact(
                        "清单 Manifest",
                        pack.manifestName() + ", SHA-256 "
                                + pack.check().asked().manifestSha256()),
                new Fact(
                        "签名 Seal",
                        pack.evidence().seal().isPresent()
                                ? "有 " + pack.sealName() + "：核查时由本系统签名 signed by this system when it checked"
                                : "未签名 not signed"),
                new Fact(
                        "日志 Log",
                        pack.proof()
                                .map(proof -> "第 %d 条 entry %d".formatted(proof.index(), proof.index()))
                                .orElse("不在日志中 not in the log")));
    }

    /** One row of the table of looks. */
    static List<String> row(CheckPack pack, Sample sample, String at) {
        boolean pictured = sample.shot().picture() != null;
        return List.of(
                at,
                sample.viewName(),
                "%s %s"
                        .formatted(FINDINGS.get(sample.finding()), sample.detail())
                        .strip(),
                pictured ? pack.pictureName(sample.shot().number()) : "无 none",
                pictured ? String.format(Locale.ROOT, "%.2f", sample.shot().score()) : "");
    }
}
