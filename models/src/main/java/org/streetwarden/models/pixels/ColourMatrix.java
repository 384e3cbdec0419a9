package org.streetwarden.models.pixels;

/**
 * From Y'CbCr samples to R'G'B', 0 to 255. Pictures of {@value #HIGH_DEFINITION_ROWS} rows and more are read as
 * ITU-R BT.709, smaller ones as ITU-R BT.601: streams seldom say, and this is how cameras encode.
 *
 * @param lumaScale 1, or 255/219 for limited range
 * @param lumaZero 0, or 16 for limited range
 * @param redCr red = luma + redCr * (Cr - 128)
 * @param greenCb green = luma - greenCb * (Cb - 128) - greenCr * (Cr - 128)
 * @param blueCb blue = luma + blueCb * (Cb - 128)
 */
record ColourMatrix(float lumaScale, float lumaZero, float redCr, float greenCb, float greenCr, float blueCb) {

    static final int HIGH_DEFINITION_ROWS = 720;

    private static final ColourMatrix[] KNOWN = {
        of(0.299, 0.114, false), of(0.299, 0.114, true), of(0.2126, 0.0722, false), of(0.2126, 0.0722, true)
    };

    /** The matrix for a picture of that height. */
    static ColourMatrix of(int sourceHeight, boolean fullRange) {
        return KNOWN[(sourceHeight >= HIGH_DEFINITION_ROWS ? 2 : 0) + (fullRange ? 1 : 0)];
    }

    /** From the luma weights of red and blue, as both standards define them. */
    private static ColourMatrix of(double kr, double kb, boolean fullRange) {
        double kg = 1 - kr - kb;
        double chroma = fullRange ? 1 : 255.0 / 224;
        return new ColourMatrix(
                (float) (fullRange ? 1 : 255.0 / 219),
                fullRange ? 0 : 16,
                (float) (chroma * 2 * (1 - kr)),
                (float) (chroma * 2 * (1 - kb) * kb / kg),
                (float) (chroma * 2 * (1 - kr) * kr / kg),
                (float) (chroma * 2 * (1 - kb)));
    }

    /** Turns rows of Y, Cb, Cr samples into rows of red, green, blue, in place. */
    void apply(float[] yToRed, float[] cbToGreen, float[] crToBlue, int n) {
        for (int i = 0; i < n; i++) {
            float luma = (yToRed[i] - lumaZero) * lumaScale;
            float cb = cbToGreen[i] - 128;
            float cr = crToBlue[i] - 128;
            yToRed[i] = Math.min(255f, Math.max(0f, luma + redCr * cr));
            cbToGreen[i] = Math.min(255f, Math.max(0f, luma - greenCb * cb - greenCr * cr));
            crToBlue[i] = Math.min(255f, Math.max(0f, luma + blueCb * cb));
        }
    }
}
