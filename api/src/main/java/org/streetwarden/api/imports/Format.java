package org.streetwarden.api.imports;

/** How a file that somebody brings is written down. */
public enum Format {
    CSV("csv", "text/csv"),
    GEOJSON("geojson", "application/geo+json");

    private final String id;
    private final String mime;

    Format(String id, String mime) {
        this.id = id;
        this.mime = mime;
    }

    public String id() {
        return id;
    }

    public String mime() {
        return mime;
    }
}
