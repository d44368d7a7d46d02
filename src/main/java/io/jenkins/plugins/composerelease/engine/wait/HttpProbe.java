package io.jenkins.plugins.composerelease.engine.wait;

import io.jenkins.plugins.composerelease.engine.model.Deadline;
import io.jenkins.plugins.composerelease.engine.model.HttpUrl;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One GET request by HTTP/1.1, to an address that need not be the URL's: through a forward the request still names the
 * URL's host, and so does the certificate's check. The JDK's client can do neither. Redirects are answers like others.
 */
public final class HttpProbe {
    private static final int BODY = 1024 * 1024;
    private static final int LINE = 16 * 1024;

    private final Deadline deadline;
    private final Socket socket;
    private InputStream in;

    private HttpProbe(Deadline deadline, Socket socket) {
        this.deadline = deadline;
        this.socket = socket;
    }

    /**
     * @param body the first 1 MiB, bytes that are not UTF-8 replaced
     * @param validUntil end of the certificate that the server showed; empty without TLS
     */
    public record Answer(int status, String body, Optional<Instant> validUntil) {
        public Answer(int status, String body) {
            this(status, body, Optional.empty());
        }
    }

    /**
     * @param host where to connect to
     * @param deadline for the whole exchange
     * @throws IOException if there is no answer, or it is not HTTP
     */
    public static Answer get(HttpUrl url, String host, int port, Map<String, String> headers, Deadline deadline)
            throws IOException {
        try (Socket socket = connect(host, port, deadline)) {
            return new HttpProbe(deadline, socket).exchange(url, headers);
        } catch (SocketTimeoutException e) {
            throw new SocketTimeoutException("no complete answer in time");
        } catch (UnknownHostException e) {
            throw new UnknownHostException("unknown host '" + host + "'");
        }
    }

    private static Socket connect(String host, int port, Deadline deadline) throws IOException {
        IOException last = null;
        for (InetAddress address : InetAddress.getAllByName(host)) {
            // A channel's socket: an interrupt ends what it waits for.
            Socket socket = SocketChannel.open().socket();
            try {
                socket.connect(new InetSocketAddress(address, port), left(deadline));
                return socket;
            } catch (IOException e) {
                last = e;
                socket.close();
            }
        }
        throw last == null ? new IOException("'" + host + "' has no address") : last;
    }

    private Answer exchange(HttpUrl url, Map<String, String> headers) throws IOException {
        socket.setSoTimeout(left(deadline));
        Socket connection = url.tls() ? encrypt(url) : socket;
        connection.getOutputStream().write(request(url, headers).getBytes(StandardCharsets.UTF_8));
        connection.getOutputStream().flush();
        in = new BufferedInputStream(connection.getInputStream());
        int status;
        Map<String, String> fields;
        do {
            status = status(line());
            fields = fields();
        } while (status >= 100 && status < 200 && status != 101);
        Optional<Instant> validUntil =
                connection instanceof SSLSocket encrypted ? Optional.of(end(encrypted)) : Optional.empty();
        return new Answer(status, status == 204 || status == 304 ? "" : body(fields), validUntil);
    }

    private SSLSocket encrypt(HttpUrl url) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket encrypted = (SSLSocket) factory.createSocket(socket, url.host(), url.port(), true);
        SSLParameters parameters = encrypted.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        encrypted.setSSLParameters(parameters);
        encrypted.startHandshake();
        return encrypted;
    }

    private static Instant end(SSLSocket encrypted) throws IOException {
        Certificate own = encrypted.getSession().getPeerCertificates()[0];
        if (own instanceof X509Certificate certificate) {
            return certificate.getNotAfter().toInstant();
        }
        throw new ProtocolException("the server's certificate is of an unknown kind");
    }

    private static String request(HttpUrl url, Map<String, String> headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Host", url.authority());
        all.put("User-Agent", "compose-release");
        all.put("Accept", "*/*");
        all.putAll(headers);
        all.put("Connection", "close");
        StringBuilder request = new StringBuilder("GET " + url.path() + " HTTP/1.1\r\n");
        all.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        return request.append("\r\n").toString();
    }

    private static int status(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new ProtocolException("the answer is not HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> fields() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0 && fields.size() < 200) {
                fields.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private String body(Map<String, String> fields) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (fields.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            chunks(body);
        } else {
            copy(body, number(fields.get("content-length"), 10, Long.MAX_VALUE), !fields.containsKey("content-length"));
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        while (body.size() < BODY) {
            long size = number(line().split(";", 2)[0].strip(), 16, 0);
            if (size == 0) {
                return;
            }
            copy(body, size, false);
            if (body.size() < BODY) {
                line();
            }
        }
    }

    private void copy(ByteArrayOutputStream body, long count, boolean untilEnd) throws IOException {
        byte[] buffer = new byte[8192];
        long left = Math.min(count, BODY - body.size());
        while (left > 0) {
            socket.setSoTimeout(left(deadline));
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0 && untilEnd) {
                return;
            }
            if (read < 0) {
                throw new EOFException("the connection ended in the middle of the answer");
            }
            body.write(buffer, 0, read);
            left -= read;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = read(); c != '\n'; c = read()) {
            if (line.size() >= LINE) {
                throw new ProtocolException("the answer's head is too long");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private int read() throws IOException {
        socket.setSoTimeout(left(deadline));
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the connection ended without an answer");
        }
        return c;
    }

    private static long number(String text, int radix, long otherwise) throws IOException {
        try {
            return text == null ? otherwise : Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            throw new ProtocolException("the answer has a malformed length");
        }
    }

    private static int left(Deadline deadline) throws SocketTimeoutException {
        if (deadline.passed()) {
            throw new SocketTimeoutException();
        }
        return (int) Math.max(1, Math.min(deadline.remaining().toMillis(), Integer.MAX_VALUE));
    }
}
