package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** What leaves out states, and the band outside of which workers go back by themselves. */
final class BandOptions {

    @Option(names = "--skip", paramLabel = "TEXT", description = "why states before this one are left out")
    private String skip;

    @Option(names = "--max-failures", paramLabel = "SHARE", description = "of pictures, 0 to 1 (usual: 0.02)")
    private Double maxFailureShare;

    @Option(names = "--max-latency", paramLabel = "MS", description = "mean time of one picture (usual: 1000)")
    private Integer maxLatencyMs;

    @Option(
            names = "--max-raise-ratio",
            paramLabel = "N",
            description = "raises per look over those of the model it is compared with (usual: 3)")
    private Double maxRaiseRatio;

    void fill(ObjectNode body) {
        if (skip != null) {
            body.put("skip", skip);
        }
        if (maxFailureShare != null || maxLatencyMs != null || maxRaiseRatio != null) {
            ObjectNode band = body.putObject("band");
            if (maxFailureShare != null) {
                band.put("maxFailureShare", maxFailureShare);
            }
            if (maxLatencyMs != null) {
                band.put("maxLatencyMs", maxLatencyMs);
            }
            if (maxRaiseRatio != null) {
                band.put("maxRaiseRatio", maxRaiseRatio);
            }
        }
    }
}
