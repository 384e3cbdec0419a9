package org.streetwarden.models;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which of a package's files is meant. */
public final class VariantOptions {

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description = "the package's variant of that name, as int8 (default: the model file itself)")
    private String variant = "";

    /** @throws BrokenPackage naming every problem, or where a package has no such variant */
    public ModelPackage open(Path folder) throws BrokenPackage {
        return ModelPackage.open(folder, variant);
    }
}
