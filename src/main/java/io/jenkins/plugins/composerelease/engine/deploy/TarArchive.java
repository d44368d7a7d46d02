package io.jenkins.plugins.composerelease.engine.deploy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a tar archive of regular files, as every tar reads it (ustar; longer names in GNU's way). */
final class TarArchive {
    private static final int BLOCK = 512;
    private static final int NAME = 100;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * @param path relative, with slashes
     * @param mode octal, such as {@code 644}
     */
    void add(String path, String mode, byte[] content) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > NAME) {
            byte[] ended = new byte[name.length + 1];
            System.arraycopy(name, 0, ended, 0, name.length);
            entry("././@LongLink".getBytes(StandardCharsets.US_ASCII), "644", 'L', ended);
        }
        entry(name, mode, '0', content);
    }

    /** The whole archive; nothing can be added after it. */
    byte[] bytes() {
        out.writeBytes(new byte[2 * BLOCK]);
        return out.toByteArray();
    }

    private void entry(byte[] name, String mode, char type, byte[] content) {
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, Math.min(name.length, NAME));
        text(header, 100, "0000" + mode);
        text(header, 108, "0000000");
        text(header, 116, "0000000");
        text(header, 124, String.format("%011o", content.length));
        text(header, 136, String.format("%011o", System.currentTimeMillis() / 1000));
        text(header, 148, "        ");
        header[156] = (byte) type;
        text(header, 257, "ustar");
        text(header, 263, "00");
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        text(header, 148, String.format("%06o", sum));
        header[154] = 0;
        header[155] = ' ';
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
