package org.streetwarden.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with a tree of nodes that name their parents. */
public final class OrganisationTree {

    private OrganisationTree() {}

    /**
     * The rings of nodes that are their own ancestors, each once, from the smallest code on; no node is in two.
     *
     * @param parents of every node by its code; empty or unknown ends a path
     */
    public static List<List<String>> cycles(Map<String, String> parents) {
        List<List<String>> rings = new ArrayList<>();
        Set<String> done = new HashSet<>();
        parents.keySet().stream().sorted().forEach(start -> {
            Set<String> path = new LinkedHashSet<>();
            String node = start;
            while (parents.containsKey(node) && !done.contains(node) && path.add(node)) {
                node = parents.get(node);
            }
            if (path.contains(node)) {
                rings.add(ring(List.copyOf(path), node));
            }
            done.addAll(path);
        });
        return rings;
    }

    private static List<String> ring(List<String> path, String first) {
        List<String> ring = new ArrayList<>(path.subList(path.indexOf(first), path.size()));
        String smallest = ring.stream().min(String::compareTo).orElseThrow();
        java.util.Collections.rotate(ring, -ring.indexOf(smallest));
        return List.copyOf(ring);
    }
}
