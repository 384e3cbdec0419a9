package org.streetwarden.filing;

/**
 * Where the evidence bucket is.
 *
 * @param endpoint {@code http://host:port} or {@code https://host}
 * @param secretKey never printed
 * @param bucket made at first use where it is absent
 * @param lock of what is put where the bucket has Object Lock; null: none
 */
public record S3Settings(String endpoint, String accessKey, String secretKey, String bucket, ObjectLock lock) {

    /** Where nothing is locked. */
    public S3Settings(String endpoint, String accessKey, String secretKey, String bucket) {
        this(endpoint, accessKey, secretKey, bucket, null);
    }

    /** @throws IllegalArgumentException where the endpoint or the bucket has not the form S3 wants */
    public S3Settings {
        if (!endpoint.matches("https?://[^/@\\s]+/?")) {
            throw new IllegalArgumentException("evidence endpoint: expected http(s)://host[:port], found another form");
        }
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException(
                    "evidence bucket: expected 3 to 63 lower-case letters, digits, dots and hyphens, found " + bucket);
        }
    }

    @Override
    public String toString() {
        return "S3Settings[endpoint=%s, bucket=%s]".formatted(endpoint, bucket);
    }
}
