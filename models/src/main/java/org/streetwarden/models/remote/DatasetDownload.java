package org.streetwarden.models.remote;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A dataset on its way to the disk, looked into as it passes: every checksum, how many pictures, and whether it is whole. */
final class DatasetDownload {

    private static final String PROVENANCE = "provenance.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Runnable pictureDone;
    private final int pictures;
    private int done;

    /**
     * @param pictureDone told after each picture
     * @param pictures how many there may be; the last are told of at the end where there were fewer
     */
    DatasetDownload(Runnable pictureDone, int pictures) {
        this.pictureDone = pictureDone;
        this.pictures = pictures;
    }

    /** Writes down everything that is read. */
    private static final class Tee extends FilterInputStream {
        private final OutputStream copy;

        Tee(InputStream in, OutputStream copy) {
            super(in);
            this.copy = copy;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            if (read > 0) {
                copy.write(bytes, from, read);
            }
            return read;
        }
    }

    /**
     * Reads to the end.
     *
     * @return the counts of its provenance
     * @throws RemoteFailure where it broke off or is no dataset
     */
    JsonNode receive(InputStream body, Path file) throws IOException {
        JsonNode counts = null;
        try (OutputStream copy = Files.newOutputStream(file)) {
            Tee tee = new Tee(body, copy);
            ZipInputStream zip = new ZipInputStream(tee);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(PROVENANCE)) {
                    counts = counts(zip);
                }
                zip.closeEntry();
                count(entry.getName());
            }
            tee.transferTo(OutputStream.nullOutputStream());
        } catch (IOException cut) {
            throw new RemoteFailure("the dataset broke off: " + cut.getMessage());
        }
        if (counts == null) {
            throw new RemoteFailure("expected a dataset with " + PROVENANCE + ", found one that broke off before it");
        }
        while (done < pictures) {
            count("left out.jpg");
        }
        return counts;
    }

    private void count(String name) {
        if (name.endsWith(".jpg") && !name.startsWith("crops/")) {
            done++;
            pictureDone.run();
        }
    }

    /** @return null where there are none */
    private static JsonNode counts(InputStream provenance) throws IOException {
        JsonParser parser = JSON.createParser(provenance);
        parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (field.equals("counts")) {
                return JSON.readTree(parser);
            }
            parser.skipChildren();
        }
        return null;
    }
}
