package io.jenkins.plugins.composerelease.engine.publish;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version (semver.org, 2.0.0). Ordered by precedence, which build metadata has no part in: two versions that
 * compare as 0 need not be equal.
 *
 * @param numbers major, minor, patch
 * @param preRelease identifiers after {@code -}; empty for a release
 * @param build what stands after {@code +}; empty for none
 */
public record Version(List<BigInteger> numbers, List<String> preRelease, String build) implements Comparable<Version> {
    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final String IDENTIFIER = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final Pattern FORM = Pattern.compile("v?" + NUMBER + "\\." + NUMBER + "\\." + NUMBER + "(?:-("
            + IDENTIFIER + "(?:\\." + IDENTIFIER + ")*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?");

    public Version {
        numbers = List.copyOf(numbers);
        preRelease = List.copyOf(preRelease);
    }

    /** Parses {@code 1.2.3-rc.1+build}, with or without a leading {@code v}; empty when it is no semantic version. */
    public static Optional<Version> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > 256 || !matcher.matches()) {
            return Optional.empty();
        }
        List<BigInteger> numbers = List.of(
                new BigInteger(matcher.group(1)), new BigInteger(matcher.group(2)), new BigInteger(matcher.group(3)));
        List<String> preRelease =
                matcher.group(4) == null ? List.of() : List.of(matcher.group(4).split("\\."));
        return Optional.of(new Version(numbers, preRelease, matcher.group(5) == null ? "" : matcher.group(5)));
    }

    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    /** Whether the first {@code parts} numbers are the same: 0 for any two versions, 1 for the same major. */
    public boolean sharesLine(Version other, int parts) {
        return numbers.subList(0, parts).equals(other.numbers.subList(0, parts));
    }

    /** The first {@code parts} numbers with dots between them. */
    public String line(int parts) {
        return String.join(
                ".",
                numbers.subList(0, parts).stream().map(BigInteger::toString).toList());
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < numbers.size(); i++) {
            int order = numbers.get(i).compareTo(other.numbers.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (isPreRelease() != other.isPreRelease()) {
            return isPreRelease() ? -1 : 1;
        }
        for (int i = 0; i < Math.min(preRelease.size(), other.preRelease.size()); i++) {
            int order = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    @Override
    public String toString() {
        return line(3)
                + (isPreRelease() ? "-" + String.join(".", preRelease) : "")
                + (build.isEmpty() ? "" : "+" + build);
    }

    private static int compareIdentifiers(String left, String right) {
        boolean leftNumber = left.chars().allMatch(Character::isDigit);
        boolean rightNumber = right.chars().allMatch(Character::isDigit);
        if (leftNumber && rightNumber) {
            return new BigInteger(left).compareTo(new BigInteger(right));
        }
        return leftNumber == rightNumber ? left.compareTo(right) : leftNumber ? -1 : 1;
    }
}
