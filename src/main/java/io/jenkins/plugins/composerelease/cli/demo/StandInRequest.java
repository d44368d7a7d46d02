package io.jenkins.plugins.composerelease.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to the stand-in.
 *
 * @param path its segments, without {@code api/v3}
 * @param isPage whether it is for a person's page and not for the API
 * @param body JSON body, null where it is not valid, missing where there is none
 */
record StandInRequest(
        String method, List<String> path, boolean isPage, Map<String, String> query, String url, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static StandInRequest read(HttpExchange exchange) throws IOException {
        List<String> segments = Arrays.stream(exchange.getRequestURI().getPath().split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
        boolean api = segments.size() >= 2
                && segments.get(0).equals("api")
                && segments.get(1).equals("v3");
        String host = exchange.getRequestHeaders().getFirst("Host");
        return new StandInRequest(
                exchange.getRequestMethod(),
                api ? segments.subList(2, segments.size()) : segments,
                !api,
                query(exchange.getRequestURI().getRawQuery()),
                "http://" + host + exchange.getRequestURI().getPath(),
                body(exchange.getRequestBody().readAllBytes()));
    }

    String query(String name, String absent) {
        return query.getOrDefault(name, absent);
    }

    /** A number in the query, kept between bounds as GitHub does it. */
    int number(String name, int absent, int highest) {
        try {
            return Math.max(1, Math.min(highest, Integer.parseInt(query(name, String.valueOf(absent)))));
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    private static JsonNode body(byte[] bytes) {
        try {
            return bytes.length == 0
                    ? MissingNode.getInstance()
                    : JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> result = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                result.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return result;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
