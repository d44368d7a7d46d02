package io.jenkins.plugins.composerelease.bench;

import io.jenkins.plugins.composerelease.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Groups of bars on a logarithmic scale as SVG: the median as a bar, the 95th percentile as a line on it. */
final class BarChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int TOP = 60;
    private static final int BOTTOM = 310;
    private static final int DECADES = 4;
    private static final List<String> COLOURS = List.of("#0b6a0b", "#4b6cb7", "#a0522d");

    private final StringBuilder svg = new StringBuilder();

    private BarChart() {}

    static String svg(String title, Map<String, Map<String, Samples>> groups) {
        return new BarChart().draw(title, groups);
    }

    private String draw(String title, Map<String, Map<String, Samples>> groups) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\""
                        + " role=\"img\" aria-label=\"%s\">",
                WIDTH, HEIGHT, title);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT);
        text(LEFT, 24, "start", title);
        for (int decade = 0; decade <= DECADES; decade++) {
            double y = y(Math.pow(10, decade));
            add("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - 20);
            text(LEFT - 8, y + 4, "end", String.valueOf((long) Math.pow(10, decade)));
        }
        double width = (double) (WIDTH - LEFT - 20) / groups.size();
        double left = LEFT;
        for (Map.Entry<String, Map<String, Samples>> group : groups.entrySet()) {
            bars(left + width * 0.1, width * 0.8, group.getValue());
            text(left + width / 2, BOTTOM + 20, "middle", group.getKey());
            left += width;
        }
        legend(new ArrayList<>(groups.values().iterator().next().keySet()));
        return svg.append("</svg>\n").toString();
    }

    private void bars(double left, double width, Map<String, Samples> bars) {
        double bar = width / bars.size();
        int i = 0;
        for (Samples samples : bars.values()) {
            double x = left + i * bar;
            double y = y(samples.median());
            add(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                    x, y, bar - 4, BOTTOM - y, COLOURS.get(i++));
            double middle = x + (bar - 4) / 2;
            double top = y(samples.percentile(95));
            add("<path d=\"M%.1f %.1fV%.1fM%.1f %2$.1fh10\" stroke=\"#222\"/>", middle, top, y, middle - 5);
            text(middle, Math.min(top, y) - 5, "middle", String.format(Locale.ROOT, "%.0f", samples.median()));
        }
    }

    private void legend(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            add("<rect x=\"%d\" y=\"36\" width=\"12\" height=\"12\" fill=\"%s\"/>", LEFT + i * 110, COLOURS.get(i));
            text(LEFT + i * 110 + 18, 47, "start", names.get(i));
        }
    }

    /** Never below the axis: 1 ms is its end. */
    private static double y(double millis) {
        double share = Math.log10(Math.max(1, millis)) / DECADES;
        return BOTTOM - Math.min(1, share) * (BOTTOM - TOP);
    }

    private void text(double x, double y, String anchor, String text) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#222\">%s</text>", x, y, anchor, text);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
