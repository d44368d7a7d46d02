package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/** Builds an {@link Automaton}: a tree of all forms, then fallbacks breadth first, then its compact tables. */
final class AutomatonBuilder {
    private static final int NONE = -1;
    private static final int DENSE_DEPTH = 2;

    private int size = 1;
    private byte[] label = new byte[64];
    private int[] firstChild = filled(64);
    private int[] sibling = filled(64);
    private int[] depth = new int[64];
    private int[] found = new int[64];
    private int[] fallback;
    private int[] breadthFirst;
    /** Number of each node in the automaton: those with a row first. */
    private int[] number;

    private int denseCount;

    AutomatonBuilder(Set<ByteBuffer> forms) {
        forms.forEach(this::add);
    }

    Automaton build(GramFilter filter) {
        order();
        linkFallbacks();
        renumber();
        int[] columns = new int[256];
        int width = 1;
        for (int node = 1; node < size; node++) {
            int b = label[node] & 0xff;
            if (columns[b] == 0) {
                columns[b] = width++;
            }
        }
        byte[] labels = new byte[size];
        int[] next = new int[size];
        for (int node = 0; node < size; node++) {
            if (!dense(node)) {
                labels[number[node]] = label[firstChild[node]];
                next[number[node]] = number[firstChild[node]];
            }
        }
        int[] rows = rows(columns, width);
        return new Automaton(
                denseCount,
                columns,
                width,
                rows,
                labels,
                next,
                renumbered(fallback, true),
                renumbered(found, false),
                renumbered(depth, false),
                filter);
    }

    private void add(ByteBuffer form) {
        int node = 0;
        for (int i = form.position(); i < form.limit(); i++) {
            int child = child(node, form.get(i));
            node = child == NONE ? append(node, form.get(i)) : child;
        }
        found[node] = depth[node];
    }

    private int append(int parent, byte b) {
        if (size == label.length) {
            grow();
        }
        label[size] = b;
        sibling[size] = firstChild[parent];
        firstChild[parent] = size;
        depth[size] = depth[parent] + 1;
        return size++;
    }

    private int child(int node, byte b) {
        int child = firstChild[node];
        while (child != NONE && label[child] != b) {
            child = sibling[child];
        }
        return child;
    }

    private void order() {
        breadthFirst = new int[size];
        int end = 1;
        for (int i = 0; i < end; i++) {
            for (int child = firstChild[breadthFirst[i]]; child != NONE; child = sibling[child]) {
                breadthFirst[end++] = child;
            }
        }
    }

    private void linkFallbacks() {
        fallback = new int[size];
        for (int node : breadthFirst) {
            for (int child = firstChild[node]; child != NONE; child = sibling[child]) {
                int candidate = node;
                int target = NONE;
                while (candidate != 0 && target == NONE) {
                    candidate = fallback[candidate];
                    target = child(candidate, label[child]);
                }
                fallback[child] = target == NONE ? 0 : target;
                found[child] = Math.max(found[child], found[fallback[child]]);
            }
        }
    }

    private boolean dense(int node) {
        int first = firstChild[node];
        return depth[node] <= DENSE_DEPTH || first == NONE || sibling[first] != NONE;
    }

    private void renumber() {
        number = new int[size];
        for (int node : breadthFirst) {
            if (dense(node)) {
                number[node] = denseCount++;
            }
        }
        int following = denseCount;
        for (int node : breadthFirst) {
            if (!dense(node)) {
                number[node] = following++;
            }
        }
    }

    /** Rows in the automaton's numbers. A row starts as its fallback's answers, which are shallower and so are known. */
    private int[] rows(int[] columns, int width) {
        int[] rows = new int[denseCount * width];
        for (int node : breadthFirst) {
            if (dense(node)) {
                int row = number[node] * width;
                for (int b = 0; node != 0 && b < 256; b++) {
                    rows[row + columns[b]] = step(rows, fallback[node], (byte) b, columns, width);
                }
                for (int child = firstChild[node]; child != NONE; child = sibling[child]) {
                    rows[row + columns[label[child] & 0xff]] = number[child];
                }
            }
        }
        return rows;
    }

    private int step(int[] rows, int from, byte b, int[] columns, int width) {
        int node = from;
        while (!dense(node)) {
            if (label[firstChild[node]] == b) {
                return number[firstChild[node]];
            }
            node = fallback[node];
        }
        return rows[number[node] * width + columns[b & 0xff]];
    }

    private int[] renumbered(int[] values, boolean nodes) {
        int[] result = new int[size];
        for (int node = 0; node < size; node++) {
            result[number[node]] = nodes ? number[values[node]] : values[node];
        }
        return result;
    }

    private void grow() {
        int capacity = label.length * 2;
        label = Arrays.copyOf(label, capacity);
        depth = Arrays.copyOf(depth, capacity);
        found = Arrays.copyOf(found, capacity);
        int old = sibling.length;
        firstChild = Arrays.copyOf(firstChild, capacity);
        sibling = Arrays.copyOf(sibling, capacity);
        Arrays.fill(firstChild, old, capacity, NONE);
        Arrays.fill(sibling, old, capacity, NONE);
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }
}
