package io.jenkins.plugins.composerelease.engine.mask;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks the masker's properties with one seed after the other for some minutes. {@code bench/mask-fuzz} runs it. Arguments:
 * the minutes, and the first seed when it is to be another than the time.
 */
public final class MaskerFuzz {
    private static final int SHELLS_EVERY = 50;

    private MaskerFuzz() {}

    public static void main(String[] args) throws Exception {
        long first = args.length > 1 ? Long.parseLong(args[1]) : System.currentTimeMillis();
        long end =
                System.nanoTime() + Duration.ofMinutes(Long.parseLong(args[0])).toNanos();
        Map<String, Property> properties = new LinkedHashMap<>();
        properties.put("any cut of the writes", MaskerPropertyTest::agreesWithASimpleSearch);
        properties.put("a log, any cut of the writes", MaskerPropertyTest::logAgreesWithASimpleSearch);
        properties.put("what others escape", MaskerProperties::hidesWhatOthersEscape);
        properties.put("base64", MaskerProperties::hidesBase64);
        properties.put("lines one by one", MaskerProperties::hidesLinesOneByOne);
        properties.put("other encodings", MaskerProperties::hidesOtherEncodings);
        properties.put("other text", MaskerProperties::leavesOtherTextAlone);
        long seed = first;
        long shells = 0;
        for (; System.nanoTime() < end; seed++) {
            for (Map.Entry<String, Property> property : properties.entrySet()) {
                check(property.getKey(), property.getValue(), seed);
            }
            if (seed % SHELLS_EVERY == 0) {
                check("what shells quote", MaskerProperties::hidesWhatShellsQuote, seed);
                shells++;
            }
        }
        System.out.printf(
                "%s minutes, seeds %d to %d: %d checks of each of %d properties, %d of shells with 20 secrets; no failure%n",
                args[0], first, seed - 1, seed - first, properties.size(), shells);
    }

    private static void check(String name, Property property, long seed) throws Exception {
        try {
            property.check(seed);
        } catch (Throwable e) {
            System.out.println("FAILED: " + name + ", seed " + seed);
            throw e;
        }
    }

    /** What must hold for every seed. */
    @FunctionalInterface
    interface Property {
        void check(long seed) throws Exception;
    }
}
