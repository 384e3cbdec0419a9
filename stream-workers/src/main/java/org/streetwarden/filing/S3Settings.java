package org.streetwarden.filing;

/**
 * Where the evidence bucket is.
 *
 * @param endpoint {@code http://host:port} or {@code https://host}
 * @param secretKey never printed
 * @param bucket made at first use where it is absent
 */
public record S3Settings(String endpoint, String accessKey, String secretKey, String bucket) {

    @Override
    public String toString() {
        return "S3Settings[endpoint=%s, bucket=%s]".formatted(endpoint, bucket);
    }
}
