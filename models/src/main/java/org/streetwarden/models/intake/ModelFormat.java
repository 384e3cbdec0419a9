package org.streetwarden.models.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** What kind of file a model comes in, by its first bytes and not by its name. */
enum ModelFormat {
    /** A graph with its weights; whatever is nothing else is tried as one. */
    ONNX,
    /** A PyTorch program with its weights. */
    TORCHSCRIPT,
    /** PyTorch weights by name, without the program that uses them. */
    TORCH_STATE,
    /** Weights by name, without a program. */
    SAFETENSORS;

    private static final int LOOKED_AT = 16;

    static ModelFormat of(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(LOOKED_AT);
        }
        if (head.length > 8 && head[8] == '{' && (head[7] | head[6] | head[5]) == 0) {
            return SAFETENSORS;
        }
        if (head.length > 2 && (head[0] & 0xff) == 0x80 && head[1] <= 5) {
            return TORCH_STATE;
        }
        if (head.length > 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
            return torch(file);
        }
        return ONNX;
    }

    private static ModelFormat torch(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            boolean program = zip.stream().anyMatch(entry -> entry.getName().endsWith("/constants.pkl"));
            return program ? TORCHSCRIPT : TORCH_STATE;
        }
    }

    /** Why a file without a graph is no model, and what to do. */
    static String withoutGraph(ModelFormat format) {
        return "expected a model with its graph (ONNX or TorchScript), found "
                + (format == SAFETENSORS ? "safetensors" : "a PyTorch checkpoint")
                + ": weights by name say nothing of how to run them; export the model with the code it was trained with,"
                + " torch.onnx.export(model.eval(), torch.zeros(1, 3, HEIGHT, WIDTH), \"model.onnx\") or"
                + " torch.jit.trace(model.eval(), torch.zeros(1, 3, HEIGHT, WIDTH)).save(\"model.pt\")";
    }
}
