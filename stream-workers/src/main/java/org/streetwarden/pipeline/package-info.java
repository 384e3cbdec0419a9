/** The road of a camera inside one worker: read, look, judge, hand over. Start with {@code CameraPipeline}. */
package org.streetwarden.pipeline;
