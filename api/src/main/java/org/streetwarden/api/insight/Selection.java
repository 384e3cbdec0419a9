package org.streetwarden.api.insight;

/** Finds one value of an order without sorting all (Hoare's quickselect). */
final class Selection {

    private Selection() {}

    /**
     * What would stand at a place if the first {@code length} were sorted; changes their order.
     *
     * @param n from 0, less than {@code length}
     */
    static long nth(long[] values, int length, int n) {
        int low = 0;
        int high = length - 1;
        while (low < high) {
            long pivot = middle(values[low], values[(low + high) >>> 1], values[high]);
            int left = low;
            int right = high;
            while (left <= right) {
                while (values[left] < pivot) {
                    left++;
                }
                while (values[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    long swapped = values[left];
                    values[left++] = values[right];
                    values[right--] = swapped;
                }
            }
            if (n <= right) {
                high = right;
            } else if (n >= left) {
                low = left;
            } else {
                return values[n];
            }
        }
        return values[low];
    }

    private static long middle(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
