package org.streetwarden.api.export;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CaseSummary;
import org.streetwarden.api.export.CaseExport.Plan;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.zone.Kind;

/** A case on one page for people, Chinese first: HTML that needs nothing but the files beside it, and runs no script. */
final class Dossier {

    private static final Map<Kind, String> KINDS = Map.of(
            Kind.VENDING, "占道经营 vending",
            Kind.BIN_OVERFLOW, "垃圾箱满溢 bin overflow",
            Kind.DUMPING, "乱倒垃圾 dumping",
            Kind.GREEN_PARKING, "机动车占压绿化带 parking on green");

    private static final String HEAD = """
            <!doctype html>
            <html lang="zh"><head><meta charset="utf-8"><title>CASE_NO</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'">
            <style>body{font:15px/1.6 sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .5rem;text-align:left;
            vertical-align:top;overflow-wrap:anywhere}th{white-space:nowrap}img{max-width:100%}</style></head>
            <body><h1>案件证据 Case evidence CASE_NO</h1>
            <p>本页只供阅读，不是证据。验证请用：This page is for reading and proves nothing. To verify:
            <code>streetwarden evidence verify</code></p>
            """;

    private final StringBuilder page = new StringBuilder();

    private Dossier() {}

    static String of(Plan plan) {
        Dossier dossier = new Dossier();
        CaseDetail detail = plan.detail();
        dossier.page.append(HEAD.replace("CASE_NO", escaped(detail.summary().caseNo())));
        dossier.facts(detail);
        dossier.pictures(detail.parts());
        dossier.proof(plan);
        dossier.parts(plan);
        dossier.history(detail);
        return dossier.page.append("</body></html>\n").toString();
    }

    private void facts(CaseDetail detail) {
        CaseSummary summary = detail.summary();
        page.append("<table>");
        row("类别 Kind", KINDS.getOrDefault(summary.kind(), summary.kind().id()));
        row("状态 Status", summary.status().name());
        row("摄像机 Camera", summary.cameraName() + " (" + summary.cameraId() + ")");
        row("区域 Zone", summary.zoneId());
        row("首次看到 First seen", summary.firstSeenAt() + " (UTC)");
        row("上报 Raised", summary.raisedAt() + " (UTC)");
        row("入库 Filed", summary.filedAt() + " (UTC)");
        row("立案理由 Why", detail.why());
        row(
                "模型 Model",
                detail.model().name() + " " + detail.model().version() + " "
                        + detail.model().sha256());
        row("规则、区域版本 Rule, zone", detail.ruleVersion() + ", " + detail.zoneVersion());
        if (summary.experimental()) {
            row("注意 Note", "试验性类别，须人工审核 experimental, a person must judge");
        }
        page.append("</table>");
    }

    private void pictures(List<EvidencePart> parts) {
        page.append("<h2>图片 Pictures</h2>");
        for (EvidencePart part : parts) {
            if (part.mime().equals("image/jpeg")) {
                String name = escaped(part.name());
                page.append("<figure><img src=\"%1$s\" alt=\"%1$s\"><figcaption>%1$s</figcaption></figure>"
                        .formatted(name));
            }
        }
    }

    private void proof(Plan plan) {
        page.append("<h2>证明材料 Proofs</h2><table>");
        boolean sealed =
                plan.detail().parts().stream().anyMatch(part -> part.name().equals("seal.json"));
        row("签名 Signature", sealed ? "seal.json" : "未签名 not signed");
        row("日志 Log", logged(plan.proof()));
        row("时间戳 Time-stamp", "无 none");
        page.append("</table>");
    }

    private static String logged(Optional<LogProof> proof) {
        if (proof.isEmpty()) {
            return "不在日志中 not in the log";
        }
        try {
            Checkpoint checkpoint = Checkpoint.of(proof.get().note());
            String signed = proof.get().note().signatures().isEmpty() ? "，检查点未签名 (checkpoint not signed)" : "";
            return "%s: 第 %d 条，共 %d 条 entry %d of %d%s"
                    .formatted(
                            checkpoint.origin(),
                            proof.get().index(),
                            checkpoint.size(),
                            proof.get().index(),
                            checkpoint.size(),
                            signed);
        } catch (MalformedProof impossible) {
            throw new IllegalStateException("our own checkpoint is one", impossible);
        }
    }

    private void parts(Plan plan) {
        page.append("<h2>文件 Files</h2><table><tr><th>名称 Name</th><th>字节 Bytes</th><th>SHA-256</th></tr>");
        line("manifest.json", plan.manifest().length + "", plan.detail().manifestSha256());
        plan.detail().parts().forEach(part -> line(part.name(), part.bytes() + "", part.sha256()));
        page.append("</table>");
    }

    private void history(CaseDetail detail) {
        page.append("<h2>经过 History</h2><table><tr><th>时间 When</th><th>谁 Who</th><th>做了什么 What</th></tr>");
        detail.history().forEach(entry -> line(entry.at() + "", entry.actor(), entry.action() + ": " + entry.why()));
        page.append("</table>");
    }

    private void row(String name, String value) {
        page.append("<tr><th>%s</th><td>%s</td></tr>".formatted(name, escaped(value)));
    }

    private void line(String first, String second, String third) {
        page.append("<tr><td>%s</td><td>%s</td><td>%s</td></tr>"
                .formatted(escaped(first), escaped(second), escaped(third)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
