package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import okio.Buffer;
import org.streetwarden.api.adapters.Adapter;

/** A parcel as the body of a request. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Written(MediaType type, byte[] body) {

    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded; charset=utf-8");

    /** @param id makes the boundary, so that a repeat has the same bytes */
    static Written of(Adapter adapter, Parcel parcel, String id) {
        return switch (adapter.body()) {
            case JSON -> new Written(JSON, parcel.fields().toString().getBytes(UTF_8));
            case FORM -> new Written(FORM, form(parcel.fields()).getBytes(UTF_8));
            case MULTIPART -> multipart(parcel, adapter.pictures().to(), id);
        };
    }

    static String form(ObjectNode fields) {
        List<String> pairs = new ArrayList<>();
        fields.properties()
                .forEach(each -> pairs.add(URLEncoder.encode(each.getKey(), UTF_8)
                        + "="
                        + URLEncoder.encode(each.getValue().asText(), UTF_8)));
        return String.join("&", pairs);
    }

    private static Written multipart(Parcel parcel, String to, String id) {
        MultipartBody.Builder parts = new MultipartBody.Builder("streetwarden-" + id).setType(MultipartBody.FORM);
        parcel.fields()
                .properties()
                .forEach(each ->
                        parts.addFormDataPart(each.getKey(), each.getValue().asText()));
        parcel.files()
                .forEach(each -> parts.addFormDataPart(
                        to, each.name(), RequestBody.create(each.content(), MediaType.get(each.mime()))));
        MultipartBody body = parts.build();
        try (Buffer buffer = new Buffer()) {
            body.writeTo(buffer);
            return new Written(body.contentType(), buffer.readByteArray());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
