package io.jenkins.plugins.composerelease.ui;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** JSON as the command line writes it. */
final class Samples {
    static final String OLD = "a".repeat(64);
    static final String NEW = "b".repeat(64);
    static final String HASH = "0123456789ab" + "c".repeat(52);
    static final String PLAN = HASH.substring(0, 12);
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Samples() {}

    static ObjectNode plan(String service) {
        ObjectNode plan = MAPPER.createObjectNode();
        plan.put("application", "shop").put("target", "production").put("revision", "4f1c2d3e5a6b7c8d");
        plan.putObject("images").put(service, image(NEW));
        change(plan, service, "RECREATE", "image differs");
        change(plan, "db", "KEEP", "unchanged");
        ObjectNode migration = plan.putArray("migrations").addObject();
        migration.put("version", "7").put("description", "drop legacy price").put("checksum", 12345);
        migration.putArray("destructive").add("DROP COLUMN legacy_price");
        plan.put("schema", "6");
        plan.putObject("files").put("compose.yaml", OLD).put("nginx/site.conf", NEW);
        plan.putObject("variables").put("TZ", "UTC");
        plan.putObject("secrets").put("db_password", OLD);
        plan.put("previous", "20261120T090000Z-1a2b3c4");
        check(plan, "SSH", true, "host key matches", "");
        check(plan, "disk", true, "31 GB free", "");
        plan.putArray("warnings").add("A destructive migration rules out an automatic rollback.");
        plan.put("settings", OLD);
        return plan;
    }

    private static void change(ObjectNode plan, String service, String action, String reason) {
        plan.withArray("changes")
                .addObject()
                .put("service", service)
                .put("from", image(OLD))
                .put("to", image(action.equals("KEEP") ? OLD : NEW))
                .put("action", action)
                .put("reason", reason);
    }

    private static void check(ObjectNode plan, String name, boolean ok, String detail, String remedy) {
        plan.withArray("checks")
                .addObject()
                .put("name", name)
                .put("ok", ok)
                .put("detail", detail)
                .put("remedy", remedy);
    }

    static String planResult(ObjectNode plan) {
        ObjectNode result =
                MAPPER.createObjectNode().put("id", PLAN).put("hash", HASH).put("feasible", true);
        result.set("plan", plan);
        return result.toString();
    }

    static String image(String digest) {
        return "registry.example.com:5000/shop/web@sha256:" + digest;
    }

    static String phase(String phase, String state, String detail, long second) {
        ObjectNode event = MAPPER.createObjectNode().put("type", "phase").put("phase", phase);
        return event.put("state", state)
                .put("detail", detail)
                .put("at", Instant.now().plusSeconds(second).toString())
                .put("millis", 1200)
                .toString();
    }

    static String service(String service, String state, String detail, long second) {
        ObjectNode event = MAPPER.createObjectNode().put("type", "service").put("service", service);
        return event.put("state", state)
                .put("detail", detail)
                .put("at", Instant.now().plusSeconds(second).toString())
                .toString();
    }

    /** Result of a deploy. */
    static ObjectNode result(String release, String state, int exitCode) {
        ObjectNode result = MAPPER.createObjectNode();
        result.put("schemaVersion", 1).put("command", "deploy").put("exitCode", exitCode);
        result.putNull("output");
        if (exitCode != 0) {
            result.put("message", "Service 'web' on 'web1' was not healthy after 60 s.")
                    .put("advice", "Raise timeout.");
        }
        ObjectNode record = result.putObject("record");
        record.put("schemaVersion", 1)
                .put("id", release)
                .put("application", "shop")
                .put("target", "production");
        record.put("revision", "4f1c2d3e5a6b7c8d")
                .put("planHash", HASH)
                .put("state", state)
                .put("by", "alice");
        record.put("detail", "services are healthy").put("started", START.toString());
        record.putObject("images").put("web", image(NEW)).put("db", image(OLD));
        result.set("report", report(state));
        return result;
    }

    private static ObjectNode report(String state) {
        ObjectNode report = MAPPER.createObjectNode();
        report.put("title", "x").put("application", "shop").put("target", "production");
        report.put("revision", "4f1c2d3e5a6b7c8d").put("state", state).put("detail", "services are healthy");
        report.put("started", START.toString()).put("elapsed", "PT21.4S");
        phase(report, "PREFLIGHT", 0, 2.1, "OK", "8 checks passed");
        phase(report, "PULL", 2.1, 5, "OK", "1 image");
        phase(report, "MIGRATE", 7.1, 1.3, "OK", "version 7");
        phase(report, "SWITCH", 8.4, 8, "OK", "recreated web");
        phase(report, "VERIFY", 16.4, 5, state.equals("SUCCEEDED") ? "OK" : "FAILED", "GET /health answered 200");
        span(report, "web", 8.6, 0.4, "created", "");
        span(report, "web", 9, 6, "starting", "3 probes");
        span(report, "web", 15, 6.4, state.equals("SUCCEEDED") ? "healthy" : "unhealthy", "connection refused");
        report.set("plan", plan("web"));
        report.putObject("images").put("web", image(NEW)).put("db", image(OLD));
        report.putArray("migrations").add("7");
        report.putNull("evidence").putArray("log");
        report.putNull("issue").putNull("requests");
        return report;
    }

    private static void phase(
            ObjectNode report, String phase, double start, double length, String result, String text) {
        report.withArray("phases")
                .addObject()
                .put("phase", phase)
                .put("start", "PT" + start + "S")
                .put("length", "PT" + length + "S")
                .put("result", result)
                .put("detail", text);
    }

    private static void span(
            ObjectNode report, String service, double start, double length, String state, String text) {
        ObjectNode time = null;
        for (var known : report.withArray("services")) {
            time = known.path("service").asText().equals(service) ? (ObjectNode) known : time;
        }
        if (time == null) {
            time = report.withArray("services").addObject().put("service", service);
        }
        time.withArray("spans")
                .addObject()
                .put("state", state)
                .put("start", "PT" + start + "S")
                .put("length", "PT" + length + "S")
                .put("detail", text);
    }

    /** Evidence of a service that failed, in a result without more. */
    static ObjectNode failedUp(String service) {
        ObjectNode result = MAPPER.createObjectNode();
        result.put("schemaVersion", 1).put("command", "up").put("exitCode", 3);
        result.put("message", "Service '" + service + "' exited with 1.").put("advice", "See its log.");
        ObjectNode evidence = result.putObject("evidence");
        evidence.put("service", service)
                .put("container", "shop-web-1")
                .put("state", "exited")
                .put("health", "none");
        evidence.put("exitCode", 1).put("outOfMemory", false).put("restarts", 2);
        evidence.putArray("healthChecks").add("1: connection refused");
        evidence.putArray("logLines").add("ImportError: no module named shop").add("</pre><script>alert(1)</script>");
        evidence.putArray("blocks").add("proxy");
        return result;
    }
}
