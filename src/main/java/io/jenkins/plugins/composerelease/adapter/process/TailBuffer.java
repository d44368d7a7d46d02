package io.jenkins.plugins.composerelease.adapter.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Keeps the last bytes of a stream, so that a program that never stops printing cannot fill the heap. */
final class TailBuffer {
    private static final int LONGEST_SECRET = 64 * 1024;

    private final int limit;
    private final Deque<byte[]> chunks = new ArrayDeque<>();
    private long kept;
    private long dropped;

    /**
     * @param limit how many bytes to show at least, before whole chunks are dropped
     */
    TailBuffer(int limit) {
        this.limit = limit;
    }

    synchronized void add(byte[] bytes, int length) {
        chunks.add(Arrays.copyOf(bytes, length));
        kept += length;
        while (kept - chunks.getFirst().length >= limit + LONGEST_SECRET) {
            int size = chunks.removeFirst().length;
            kept -= size;
            dropped += size;
        }
    }

    /** What is kept, as UTF-8; its first line says so when something was dropped. */
    synchronized String text() {
        byte[] all = new byte[Math.toIntExact(kept)];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        int from = dropped == 0 ? 0 : afterFirstLine(all);
        String text = new String(all, from, all.length - from, StandardCharsets.UTF_8);
        return dropped == 0 ? text : "[the first " + (dropped + from) + " bytes are left out]\n" + text;
    }

    /** What is left of a line may be the rest of a secret, which nobody could find. */
    private static int afterFirstLine(byte[] bytes) {
        int most = Math.min(bytes.length, LONGEST_SECRET);
        for (int i = 0; i < most; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return most;
    }
}
