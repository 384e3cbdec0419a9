package org.streetwarden.flight;

import java.util.Base64;
import java.util.BitSet;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.streetwarden.directory.LonLat;

/**
 * Where the open sea is: cells of half a degree that hold no land, and touch none that does. Made from Natural Earth's land
 * at 1:50 million (public domain), lakes counted as land.
 */
final class OpenSea {

    private static final int COLUMNS = 720;
    private static final int ROWS = 360;

    /** A bit a cell, from 90 degrees north and 180 west, row by row, first cell in the highest bit; deflated. */
    private static final String CELLS = """
                    eNrtnUtu3TgWQCnLMD0ITPfsDYLQjd6AhxkEkQu9kWQHGWYQhDLSgHsQtLfExIXyNvjgDcgzDQSx+dGXuvxIfq5GuswqoLve5zyJ
                    vPfy/kRL+TJexsv4y44aoYPyKoSY/l+O9Dgg2ACx+j8GjPIDToAeGRoGPQy4RYtxigr3U0iw1WQEDeeq92ohSDdxyTfUJJARujLk
                    qlBknAo+DZD1RNW4u62ejJ5Exr0szsitmn613EUSWCCQXMzJwl5yi60gJaCbTIBzkcmRbC5fyIqNZBInlx4yccnd0LNfok5fwyqS
                    cZCce8i9lLK4igzkHUSuZ+LXGN5NvYuT9SVddax3EFnyfEIuqSVPxb2Fp7ycoBpA6NTC4eHy2g53M1kInreExsgSJNdkag4V5EGK
                    8QP6aqJkYlfLkTrHBijIt2ry03peshhZvX/bAORqQtaT/w25ZL9ZfjuaiTJAruyqlivIYkRVC9kYydp4Vk0x/naNNKD2kr+j7irY
                    jEwX5FJZOP5hIvWXiNTvkF+cUU8uZpZ6qQkIL7YI0r7zWBAxJeMZGRANsiTru8ahjell/EKDDX7LEbSPlK6i1J10t/mDeJk9qwid
                    xgsC2x8sr2XLN5Abaqa4Zu3r7HqlDxcYhf5O2117GSCTDcLUDCaqzANuQLkOnEtO2pGM1/jgf+XxFWF4pq+MHDTDmuVrJ09tlFVA
                    Djqysh94EnOlCVHrI5ea2XYbVWllQawjAx8nopfd3n/A5t9yleA/AApuRVaTy9GA2r06S6UPkfX81fa4I09CMkvGieRL5ZlAZKvB
                    ZmYH8q3Q5DyNrOawYnDooACXTEuDQ04Yr7tQkcGWUt9Q0TksvaOTSH5nTSJEJpZ8oZ25anSHs0Sy+u5vo9O8+zCfpKaPEJqBzDP9
                    0Sy+V9QofxjCAjJX3O73sOsippHH5AE308Jn5HaRiWm1bTbfC29mNe194nstpoWchSXYkjOIHJY6avZf+40fmsIca8Pac4jcRslG
                    nAZyNXWVup+2qQiAHNFuNiHv1T3mrivdxZlsSQ7rYCYnZPXxE+KEbAgdTzMEnf+QmbA1sgEb8l3vBJ4VC+N7vIgvdaoxuqdYcs6L
                    TlOoXJBPFmRujHls/H1CbtAxlfPgbyBPJ1pLvUgxy4osCnuX03wLmD0ayCiNTLtcDZapZJxILnR+6csoAHWUfLKC/PvVqA7NeTCx
                    yFO3vzbTObHyalykdncIMjNkeVNeTb77Oky+TCTXNjsR8dIn5L1IJVt3KkLOF/F+PCaoaEpksYlcxDPauWs4EgZVZjmYoOrI6EBk
                    934/biLn/pKEs4uvI8PpyzA5KXS8Yg1JCTvnqawUX5EzXqwnJ+h3xhlKIhfBBYZ2K/Qlk+vJ1SiMXhcJVfkTyIENgHgqXC75uJi9
                    2Rs7XHrXkpZwXt4lvyuAK1Zfv/PO+Hs4leLIc8YbD9mvNF+SyHiZjrUFw+LfPqXJak+NsvZa0I4su1suPBOd156KXhMi659tY6Fa
                    jeRG8knEq2u2kt/jSCjR4BQym5W9zDy/x/wA5FxC5CpEJl5y6xG6HR3ITXh33UxuMXrl5V4riRMp5MnWYGokiozbN+gsYEEzfwLP
                    4x7VH7tGA2Uv3vilWZG9BeoSJqv4y0idfrsIk0moTwGwzY+GfNQly3xkkf0niUwdsn3zIkTG/s4G4SGPP7v374ZUnPjJVQK5QV89
                    0iyON5LLPgxpfWTkL9bXoNmYCrtOhre+2UD+6nTjtXT9rzK/h0dFiV6vJ1fdTCmRhSNHRd6rPZnFU+h0Hmr0ZDXJ1EPGivzFW6sv
                    p4oyJ4t+d86rDx7rHGqJqKYLWEOy/ipg9zmLtgshoDwa9RcVWSaQs/XkXIqUtp4saFM2kP/wzsY+gbxPIAuXzH9LKA/dB8j35jNn
                    Rh/Cc3EOrOBNlEwfZclWzrIm42jLl64cPA/ZVP7mr/9MiF51JPggQ+qdAeSEi6bakX8I9GZZMkeRaB+w/GFy3zXCr1iE/Hkxzw2L
                    9dZpsrgqIt18C4N3QmQaGccbEJ0YL07W24ngUXLm7AARctuXgBwy5N3O98Oj40iT3bWprjXuRjgnX1iFmr14AuhJM3UtfhiyduIC
                    Ad15p6rT194Ak9FML++u1MHXDmVl4fNxYPJ7iOxkXjLJT113pwLTiVMb2lKIXCzIr5LI5dSLgOwRp3P9lpyQEkk/+bQzXBwNga2a
                    R8gXIHMyK0lfZAmQs87KhMiNQy4QeRTzTXYuG6/6Tdj6YzqSkPJbhEwqfUlUkWfu35x80od1qGsezBU57wtsU8VzyHq/4lfzwM0J
                    dkYy0euYZx7yRAxIY706Tc59OpiVI5maemQmW4i8tD0OuXLtRjmUAtVHhZmTNouRjSj9Q4qvFF2PwtO4BVEr76UWCjEWDuLtqPZq
                    J2RPMrbsZU8F8/FrboY480eInFlybsm0tz73wX7iPrLaj2LpaPfl0Jy5iix68uBb1kTAhSeuJVMYAU0h65mmsz7Lmgqo4qrJRV8w
                    7+zaTexBAYe8rAzm3e0p3C3vW85tL0Z4DS2Z+q0oGclkSiaxRwWotl0T8kI2imv7g5osLJkM2azQROuGISb85ExOyN084wSybdNn
                    D/6yBREecvTJiUKJ6pcLP/kzMub43JIvTHsrnmdaPMpC5TwMauBKy04bDCI+pJM5bZPIrzWZik+mxTtPIYuzN07oBpNNNZeKt8aW
                    5iH32QlYQ/5zt9S6ti10RYdfrSEX/uA468hEkwv1X9ciidwsckkVSDYJOmzIWRq5XeRGYfKtFogbQ85FFlo5h4z95HxK1vdGuCWb
                    aGXnD1m0zZ1t3vWyz8pMmyFjXZUfyA8J5CyJfK9r561OEg/k0LMfwklztKAVNWSuK3dNNtyhIv8eJU9+uwTJ5nGdY5NpO8pHFbxf
                    I9Hc1Ojc5Kb2x+sj4/CSbBWZzr1fl2x2PUVuC7UjPi7NBk0h1/huOiPFhKy886LMJNBXHCCPuqLvm7sJ2ZtOYX8WepepF0jqT58T
                    XyRrybcd+Wine+R2C/KjP4/pjZHljJxrrfrXkrz3F0DmkWzNoXxeY4q+uXw1uXeyllxCSWTbDZYdnSaRmwiZzGfO9JkB5IWlowN5
                    7m7vS7AS3pNJnIzHHZXBZDYnG+3cDdL/6CVno2mbfWQPp02FJh/rh566W3m838fJCMwmZS65tDkrbB1oL1lGyblDHpoYZBUm4wmZ
                    QGTsOJh5H+XT6p+98rVFrGZTAF4HXiYSbDYFV0M6rqUxMgHIxBX+C3RuH535NHSSxckYyI5SgGwb1ungdJv0FAnVxqAOrcI1VJfq
                    H/Mmqfsr+R4lI+BlXW2ZKIvAzSdFzkzTwgoyXU7Sgiyrt33Gqpf17wyUDw+58ZCRpLWaosU9RshkafqZu7WdG7LJe1yyA5L1y5/P
                    FVkv4icSTUXEycMlqWv9+qbYfdTkCgcDisYl38/UGyAzytFH3bxr+04eZbwGmULufTVFfmu6Z6WQfXK+8Wff/WT3FjV5R80XxJAi
                    jpFlkNxdtNL+D2hBJt5aRArZWBQ9iYpsWi3qwecIkOmS7Iqpad3XBgZViNZO3Zl4az6AgaZLskKqq9wryWjyu5mq+MlsSd4tyUok
                    xBndN+ibS771ll2BHwTIkqvvUC5/KPKPkHoLBO7T/TVTDHrGiiy/NfRxcaGgemeAMO6In3xjyc1nFiPnAPn1We4h9zhFprGaOgaU
                    nn4HyIIrWbbNEkze/v6ZxEwSgchNDjrz1B4HoHeF+3obufaRzad1C/R9u40MtIW2aEb2Zn7aBflh8nu0hMlkJKOXsUhTtFm78wo0
                    Bdb1C9AXKka9qunQD7eXdcU8wgGQMygJykdyq8l3Dx6yDJBxAzTbTMlEluSuS4QtySVg+PtsWwuQy96aq017SpaLCjsHyO2EfA+v
                    S2HJP4k/eQeRuylimnwDG3Qim69/u5E/RwN9u4Kst6Yaw6KkT5lB6ldvSb+jeMlsOZlRMt5MrhdkPtGQ1uSUiDdw41CoaV9UXmFR
                    M5hsiqhFMEMaIft6UkzHSphcwiF2jGyeog32iPTkHCb79MqQa9dSMOizBURuAmRg1UByJteSSSIZg37ysp88SAY/SyEHByCj1eQC
                    IGOgULyezAAyBUqXcfJjGln65xlHyWBEUv/5ZB4lu9tHKlmsJkPu3rOQW4/+Tjz5RDIotyxIJmnkHCLLQ5AxIF3Zn0uu15IJILf5
                    QcgUIONw9EHTyAwgEx/5fRL51k+mnhXEVl2KGLmBW7e5p2e/6vuH7NskRgZbt33RNLOiJyNku9hQzIA9ZNZ9x/xnHiMvKbVnGk07
                    0niuWhYjy/TRn3lgmSWL5C/lyjFMYIgsnkTmhyYPHawiOzy5OyAzQs7WkvtjpKLXvP741l5DeR4mk9XkqjMbEfKGE2f7ftnQPitQ
                    8imqS3Ibut0nkmkwtNpAlpZch6w037KAqeRiM7lC8uBk2+qthK5mAZd/O1mfshMisw1kY+R0MshP3mA1jLDaBXwG8rgpBmzL9uOk
                    BZLbycFHRoLkNqQo9zFyFibnm8lV/gRy2C7hreSoxSueSt5iDNPI2UYyeTZy8T8k++brLuY51FulI0YOC/xTyGwzOVAdTCXfbiTX
                    UU242UIue9nYH5o8nJcYct9vwqkor/fVuZVrt/AYuXo28qCE9aHJoUNanzgaKl/Glh31r0X+xcb+mbj4uch3z0Wu8+cyHeWmGCiN
                    TH81couei9xsi2LTyKk3tzbQDcWaI62lbYrTM1/AoNPQO+6tfjRLpx2uexclpl3Bv+Q0hgR9ke3LhXlKlkkZPOGjcziCfo5F14uz
                    DdWbNEYmoUvuyqbQw6zVE8i8JwPPqt/FHk9s/QnX4e/BYPCIixi59pPRQIaPHYqqNvQR4ziNpcDSc6JYjDxXlDuCdicIlZMzj499
                    p83FJmNmnv84Wh4E5z3Eh60ggweqnfrPloEliqWSA6fvwWQix0PYe/Dnp5Mr/Sc+WP11fs311ZPIeUdW71SO+NTrmuvyRXB5OtfX
                    gVw9iVy/so+BQGT+YUtD4Hzx8bSnelzVldN8s7ReHgPA110yiYGzjeApGT6+io6CuFnmyqD2o81kHl7gtXOB0AcSvOLcSsyWDtuL
                    MNl0+AtUNOvJ3RI2nkPmTVuwckefQO6O4XHGEbJkUm8gs44Mbg1fUV4V2hXaQu7VGjzLUjc2UL6JPFgNdOY7zp86jwQnDjrs0l4d
                    oxyhzesX/BMxBU/+2yOQJQuQt/5RH3PR+jQF77HLYmsreLHJKKTOxzOREXvp4Z/J1fuY6/i0yP3ZyC/jZfyfjP8CjCkhOQ==
                    """;

    private static final BitSet SEA = read();

    private OpenSea() {}

    static boolean holds(LonLat place) {
        int column = Math.min(COLUMNS - 1, (int) Math.floor((place.longitude() + 180) * 2));
        int row = Math.min(ROWS - 1, (int) Math.floor((90 - place.latitude()) * 2));
        return column >= 0 && row >= 0 && SEA.get(row * COLUMNS + column);
    }

    private static BitSet read() {
        byte[] packed = Base64.getDecoder().decode(CELLS.replaceAll("\\s", ""));
        byte[] bits = new byte[COLUMNS * ROWS / 8];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            if (inflater.inflate(bits) != bits.length) {
                throw new IllegalStateException("the cells of the open sea are too few");
            }
        } catch (DataFormatException e) {
            throw new IllegalStateException("the cells of the open sea are damaged", e);
        } finally {
            inflater.end();
        }
        BitSet sea = new BitSet(COLUMNS * ROWS);
        for (int i = 0; i < COLUMNS * ROWS; i++) {
            sea.set(i, ((bits[i / 8] >> (7 - i % 8)) & 1) == 1);
        }
        return sea;
    }
}
