package org.streetwarden.models.inspect;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.streetwarden.models.engine.GraphShape;

/** Reads one ONNX file by the field numbers of onnx.proto. */
final class OnnxReader {

    private static final int MAX_NAME = 200;
    private static final int MAX_METADATA = 1 << 16;
    private static final int MAX_ENTRIES = 100_000;
    private static final int MAX_AXES = 16;

    /** Names of onnx.proto's TensorProto.DataType, by number. */
    private static final List<String> TYPES = List.of(
            "undefined",
            "float",
            "uint8",
            "int8",
            "uint16",
            "int16",
            "int32",
            "int64",
            "string",
            "bool",
            "float16",
            "double",
            "uint32",
            "uint64",
            "complex64",
            "complex128",
            "bfloat16");

    private final Path file;
    private final Protobuf in;
    private long irVersion;
    private String producer = "";
    private boolean hasGraph;
    private final Map<String, Long> opsets = new TreeMap<>();
    private final List<GraphShape.Port> inputs = new ArrayList<>();
    private final List<GraphShape.Port> outputs = new ArrayList<>();
    private final Set<String> weightNames = new HashSet<>();
    private final Map<String, Integer> operators = new TreeMap<>();
    private final Map<String, Long> weights = new TreeMap<>();
    private final Set<String> externalFiles = new HashSet<>();
    private final Map<String, String> metadata = new TreeMap<>();

    OnnxReader(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.in = new Protobuf(file, channel);
    }

    OnnxGraph read() throws IOException {
        in.each(in.size(), new Protobuf.Fields() {
            @Override
            public void number(int field, long value) {
                irVersion = field == 1 ? value : irVersion;
            }

            @Override
            public void bytes(int field, long end) throws IOException {
                model(field, end);
            }
        });
        if (!hasGraph || irVersion == 0) {
            throw new IOException(file + ": expected an ONNX model with a graph, found none");
        }
        inputs.removeIf(port -> weightNames.contains(port.name()));
        GraphShape shape = new GraphShape(inputs, outputs);
        return new OnnxGraph(
                file, irVersion, producer.strip(), opsets, shape, operators, weights, externalFiles, metadata);
    }

    private void model(int field, long end) throws IOException {
        switch (field) {
            case 2, 3 -> producer += " " + in.text(end, MAX_NAME);
            case 7 -> {
                hasGraph = true;
                in.each(end, bytes(this::graph));
            }
            case 8 -> operatorSet(end);
            case 14 -> {
                String[] pair = pair(end);
                put(metadata, pair[0], pair[1]);
            }
            default -> {}
        }
    }

    /** What to do with the texts and messages of a message that has no numbers of interest. */
    private interface Bytes {
        void read(int field, long end) throws IOException;
    }

    private static Protobuf.Fields bytes(Bytes bytes) {
        return new Protobuf.Fields() {
            @Override
            public void bytes(int field, long end) throws IOException {
                bytes.read(field, end);
            }
        };
    }

    private void operatorSet(long end) throws IOException {
        String[] domain = {""};
        long[] version = {0};
        in.each(end, new Protobuf.Fields() {
            @Override
            public void number(int field, long value) {
                version[0] = field == 2 ? value : version[0];
            }

            @Override
            public void bytes(int field, long fieldEnd) throws IOException {
                domain[0] = field == 1 ? in.text(fieldEnd, MAX_NAME) : domain[0];
            }
        });
        put(opsets, domain[0], version[0]);
    }

    /** The texts of fields 1 and 2. */
    private String[] pair(long end) throws IOException {
        String[] pair = {"", ""};
        in.each(end, bytes((field, fieldEnd) -> {
            if (field == 1 || field == 2) {
                pair[field - 1] = in.text(fieldEnd, field == 1 ? MAX_NAME : MAX_METADATA);
            }
        }));
        return pair;
    }

    private void graph(int field, long end) throws IOException {
        switch (field) {
            case 1 -> node(end);
            case 5 -> tensor(end);
            case 11 -> add(inputs, port(end));
            case 12 -> add(outputs, port(end));
            default -> {}
        }
    }

    private void node(long end) throws IOException {
        String[] names = {"", ""};
        in.each(end, bytes((field, fieldEnd) -> {
            switch (field) {
                case 4 -> names[1] = in.text(fieldEnd, MAX_NAME);
                case 5 ->
                    in.each(fieldEnd, bytes((part, partEnd) -> {
                        if (part == 5) {
                            tensor(partEnd);
                        }
                    }));
                case 7 -> names[0] = in.text(fieldEnd, MAX_NAME);
                default -> {}
            }
        }));
        String domain = names[0].equals("ai.onnx") ? "" : names[0];
        String operator = domain.isEmpty() ? names[1] : domain + ":" + names[1];
        put(operators, operator, operators.getOrDefault(operator, 0) + 1);
    }

    /** Counts a tensor's numbers and notes where they lie. */
    private void tensor(long end) throws IOException {
        long[] numbers = {1};
        String[] type = {"undefined"};
        in.each(end, new Protobuf.Fields() {
            @Override
            public void number(int field, long value) {
                numbers[0] *= field == 1 ? value : 1;
                type[0] = field == 2 ? type(value) : type[0];
            }

            @Override
            public void bytes(int field, long fieldEnd) throws IOException {
                switch (field) {
                    case 1 -> {
                        while (in.at() < fieldEnd) {
                            numbers[0] *= in.varint();
                        }
                    }
                    case 8 -> add(weightNames, in.text(fieldEnd, MAX_NAME));
                    case 13 -> external(fieldEnd);
                    default -> {}
                }
            }
        });
        weights.merge(type[0], numbers[0], Long::sum);
    }

    private void external(long end) throws IOException {
        String[] pair = pair(end);
        if (pair[0].equals("location")) {
            add(externalFiles, pair[1]);
        }
    }

    private GraphShape.Port port(long end) throws IOException {
        String[] name = {""};
        String[] type = {"no tensor"};
        List<Long> axes = new ArrayList<>();
        in.each(end, bytes((field, fieldEnd) -> {
            if (field == 1) {
                name[0] = in.text(fieldEnd, MAX_NAME);
            } else if (field == 2) {
                in.each(fieldEnd, bytes((kind, kindEnd) -> {
                    if (kind == 1) {
                        tensorType(kindEnd, type, axes);
                    }
                }));
            }
        }));
        return new GraphShape.Port(name[0], type[0], axes);
    }

    private void tensorType(long end, String[] type, List<Long> axes) throws IOException {
        in.each(end, new Protobuf.Fields() {
            @Override
            public void number(int field, long value) {
                type[0] = field == 1 ? type(value) : type[0];
            }

            @Override
            public void bytes(int field, long fieldEnd) throws IOException {
                if (field == 2) {
                    in.each(fieldEnd, OnnxReader.bytes((dim, dimEnd) -> axes.add(axis(dimEnd))));
                }
            }
        });
        if (axes.size() > MAX_AXES) {
            throw new IOException("%s: expected at most %d axes, found %d".formatted(file, MAX_AXES, axes.size()));
        }
    }

    /** An axis's length, -1 where it is open. */
    private long axis(long end) throws IOException {
        long[] length = {-1};
        in.each(end, new Protobuf.Fields() {
            @Override
            public void number(int field, long value) {
                length[0] = field == 1 && value > 0 ? value : length[0];
            }
        });
        return length[0];
    }

    private static String type(long number) {
        return number >= 0 && number < TYPES.size() ? TYPES.get((int) number) : "type " + number;
    }

    private <T> void add(java.util.Collection<T> to, T one) throws IOException {
        to.add(one);
        checkSize(to.size());
    }

    private <V> void put(Map<String, V> to, String key, V value) throws IOException {
        to.put(key, value);
        checkSize(to.size());
    }

    private void checkSize(int entries) throws IOException {
        if (entries > MAX_ENTRIES) {
            throw new IOException("%s: expected a sane graph, found more than %d names".formatted(file, MAX_ENTRIES));
        }
    }
}
