/** One question per class; the answers stand in {@code benchmarks/RESULTS.md}. Run by {@code scripts/bench}. */
package org.streetwarden.benchmarks;
