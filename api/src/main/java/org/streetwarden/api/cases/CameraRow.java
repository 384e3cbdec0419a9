package org.streetwarden.api.cases;

import java.time.Instant;

/**
 * The newest report of one camera.
 *
 * @param detail one sentence without credentials; empty where all is well
 * @param reportedAt worker's clock
 * @param changedAt when the present state began
 * @param lastFrameAt null where no picture was judged
 * @param framesJudged since the worker started
 * @param cases how many cases it has brought
 */
public record CameraRow(
        String cameraId,
        String name,
        String state,
        String reason,
        String detail,
        String workerId,
        Instant reportedAt,
        Instant changedAt,
        Instant lastFrameAt,
        long framesJudged,
        long cases) {}
