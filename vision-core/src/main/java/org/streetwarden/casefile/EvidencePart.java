package org.streetwarden.casefile;

/**
 * One object of an evidence pack.
 *
 * @param name file name inside the pack: {@code clip.mp4}, {@code first.jpg}, {@code first-boxes.jpg} …
 * @param mime media type
 * @param bytes size
 * @param sha256 64 lower-case hexadecimal digits
 */
public record EvidencePart(String name, String mime, long bytes, String sha256) {

    /** The clip as the camera sent it. */
    public static final String CLIP = "clip.mp4";

    /** Its masked copy. */
    public static final String MASKED_CLIP = "clip-masked.mp4";
}
