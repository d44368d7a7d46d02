package io.jenkins.plugins.composerelease.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What becomes of a request to a registry behind a {@link FaultyProxy}. */
public interface Fault {
    Fault NONE = new Fault() {};

    /** Answers without the registry; false: the registry gets the request. */
    default boolean instead(Socket client) throws IOException {
        return false;
    }

    /** Passes the registry's body on. */
    default void body(InputStream answer, Socket client, AtomicLong count) throws IOException {
        FaultyProxy.copy(answer, client.getOutputStream(), count);
    }

    /**
     * An answer of the proxy's own.
     *
     * @param status for example {@code 429 Too Many Requests}
     * @param code of the error in the body, as registries have it
     * @param headers whole lines
     */
    static Fault status(String status, String code, String... headers) {
        return new Fault() {
            @Override
            public boolean instead(Socket client) throws IOException {
                String body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"said by the proxy\"}]}";
                StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
                for (String header : headers) {
                    head.append(header).append("\r\n");
                }
                head.append("Content-Type: application/json\r\nConnection: close\r\nContent-Length: ")
                        .append(body.length())
                        .append("\r\n\r\n")
                        .append(body);
                client.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
                client.shutdownOutput();
                drain(client);
                return true;
            }
        };
    }

    /** The connection is reset before there is an answer. */
    static Fault reset() {
        return new Fault() {
            @Override
            public boolean instead(Socket client) throws IOException {
                client.setSoLinger(true, 0);
                client.close();
                return true;
            }
        };
    }

    /** The connection breaks within the body. */
    static Fault cutAfter(int bytes) {
        return new Fault() {
            @Override
            public void body(InputStream answer, Socket client, AtomicLong count) throws IOException {
                client.getOutputStream().write(answer.readNBytes(bytes));
                client.getOutputStream().flush();
            }
        };
    }

    /** The body comes byte by byte. */
    static Fault slow(int bytesPerSecond) {
        return new Fault() {
            @Override
            public void body(InputStream answer, Socket client, AtomicLong count) throws IOException {
                OutputStream out = client.getOutputStream();
                for (int b = answer.read(); b >= 0; b = answer.read()) {
                    out.write(b);
                    out.flush();
                    try {
                        TimeUnit.MICROSECONDS.sleep(1_000_000 / bytesPerSecond);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }
        };
    }

    /** One byte of the body is another one. */
    static Fault forged() {
        return new Fault() {
            @Override
            public void body(InputStream answer, Socket client, AtomicLong count) throws IOException {
                byte[] body = answer.readAllBytes();
                if (body.length > 0) {
                    body[body.length / 2] ^= 1;
                }
                client.getOutputStream().write(body);
            }
        };
    }

    /** Who closes while the other still sends resets the connection, and the answer is lost. */
    private static void drain(Socket client) throws IOException {
        client.setSoTimeout(2000);
        byte[] rest = new byte[8192];
        while (client.getInputStream().read(rest) >= 0) {
            continue;
        }
    }
}
