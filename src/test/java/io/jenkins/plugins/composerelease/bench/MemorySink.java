package io.jenkins.plugins.composerelease.bench;

import java.io.OutputStream;

/** Copies what is written into memory that is used again and again. */
final class MemorySink extends OutputStream {
    private final byte[] memory = new byte[1 << 20];
    private int at;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        if (at + count > memory.length) {
            at = 0;
        }
        System.arraycopy(bytes, offset, memory, at, count);
        at += count;
    }

    /** The last byte, so that nothing can be left out as unused. */
    int last() {
        return memory[Math.max(0, at - 1)];
    }
}
