package io.jenkins.plugins.composerelease.engine.mask;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;

/** Builds an {@link Automaton}: a tree of all forms, then fallbacks breadth first, then its compact tables. */
final class AutomatonBuilder {
    private static final int NONE = -1;
    private static final int DENSE_DEPTH = 1;
    private static final int MOST_CHILDREN = 8;

    private int size = 1;
    private byte[] label = new byte[64];
    private int[] parent = new int[64];
    private int[] firstChild = filled(64);
    private int[] sibling = filled(64);
    private int[] depth = new int[64];
    private int[] found = new int[64];
    /** Nodes by their parent and label. */
    private int[] byEdge = filled(256);

    private int[] fallback;
    private int[] breadthFirst;
    /** Number of each node in the automaton: those with a row first; the others take one for each child. */
    private int[] number;

    private int denseCount;
    private int states;

    AutomatonBuilder(Collection<ByteBuffer> forms) {
        forms.forEach(this::add);
    }

    Automaton build(GramFilter filter, LineEnds lineEnds) {
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
        Automaton automaton = new Automaton(filter, lineEnds, columns, width, denseCount, states);
        for (int node : breadthFirst) {
            fill(automaton, node);
        }
        return automaton;
    }

    private void add(ByteBuffer form) {
        int node = 0;
        for (int i = form.position(); i < form.limit(); i++) {
            int child = child(node, form.get(i));
            node = child == NONE ? append(node, form.get(i)) : child;
        }
        found[node] = depth[node];
    }

    private int append(int above, byte b) {
        if (size == label.length) {
            grow();
        }
        label[size] = b;
        parent[size] = above;
        sibling[size] = firstChild[above];
        firstChild[above] = size;
        depth[size] = depth[above] + 1;
        byEdge[slot(above, b)] = size;
        return size++;
    }

    private int child(int node, byte b) {
        return byEdge[slot(node, b)];
    }

    /** Where the child is in {@link #byEdge}, or may be put. */
    private int slot(int above, byte b) {
        int mask = byEdge.length - 1;
        int slot = (above * 0x9E3779B1 + b * 0x85EBCA6B >>> 7) & mask;
        while (byEdge[slot] != NONE && (parent[byEdge[slot]] != above || label[byEdge[slot]] != b)) {
            slot = slot + 1 & mask;
        }
        return slot;
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

    private void renumber() {
        number = new int[size];
        for (int node : breadthFirst) {
            if (dense(node)) {
                number[node] = states++;
            }
        }
        denseCount = states;
        for (int node : breadthFirst) {
            if (!dense(node)) {
                number[node] = states;
                states += Math.max(1, children(node));
            }
        }
    }

    private boolean dense(int node) {
        return depth[node] <= DENSE_DEPTH || children(node) > MOST_CHILDREN;
    }

    private int children(int node) {
        int count = 0;
        for (int child = firstChild[node]; child != NONE; child = sibling[child]) {
            count++;
        }
        return count;
    }

    /** The fallback of a node is less deep and so filled already. */
    private void fill(Automaton automaton, int node) {
        int state = number[node];
        automaton.setNode(state, depth[node], found[node]);
        int otherwise = number[fallback[node]];
        if (dense(node)) {
            if (node != 0) {
                automaton.setRow(state, otherwise);
            }
            for (int child = firstChild[node]; child != NONE; child = sibling[child]) {
                automaton.setInRow(state, label[child], number[child]);
            }
        } else if (firstChild[node] == NONE) {
            automaton.setSparse(state, (byte) 0, automaton.step(otherwise, (byte) 0), otherwise);
        } else {
            for (int child = firstChild[node]; child != NONE; child = sibling[child]) {
                automaton.setSparse(state, label[child], number[child], sibling[child] == NONE ? otherwise : state + 1);
                state++;
            }
        }
    }

    private void grow() {
        int old = label.length;
        int capacity = old * 2;
        label = Arrays.copyOf(label, capacity);
        parent = Arrays.copyOf(parent, capacity);
        depth = Arrays.copyOf(depth, capacity);
        found = Arrays.copyOf(found, capacity);
        firstChild = Arrays.copyOf(firstChild, capacity);
        sibling = Arrays.copyOf(sibling, capacity);
        Arrays.fill(firstChild, old, capacity, NONE);
        Arrays.fill(sibling, old, capacity, NONE);
        byEdge = filled(capacity * 4);
        for (int node = 1; node < size; node++) {
            byEdge[slot(parent[node], label[node])] = node;
        }
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }
}
