package io.jenkins.plugins.composerelease.engine.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits SQL into statements without comments, each string literal shown as {@code '?'}, blanks as one space. The body
 * of an anonymous {@code DO} block, which runs at once, is split as statements of its own; a function's body is not.
 */
final class SqlStatements {
    private static final Pattern DOLLAR =
            Pattern.compile("\\$(?:[A-Za-z_\\x80-\\uffff][A-Za-z0-9_\\x80-\\uffff]*)?\\$");

    private final String sql;
    private final List<String> statements = new ArrayList<>();
    private final StringBuilder statement = new StringBuilder();
    private int at;

    private SqlStatements(String sql) {
        this.sql = sql;
    }

    static List<String> of(String sql) {
        SqlStatements split = new SqlStatements(sql);
        while (split.at < sql.length()) {
            split.next();
        }
        split.end();
        return split.statements;
    }

    private void next() {
        char c = sql.charAt(at);
        if (sql.startsWith("--", at)) {
            skipTo(sql.indexOf('\n', at), 0);
        } else if (sql.startsWith("/*", at)) {
            comment();
        } else if (c == '\'') {
            literal();
        } else if (c == '"' || c == '`') {
            int end = sql.indexOf(c, at + 1);
            int next = end < 0 ? sql.length() : end + 1;
            statement.append(sql, at, next);
            at = next;
        } else if (c == '$' && !dollarQuoted()) {
            keep(c);
        } else if (c == ';') {
            end();
            at++;
        } else if (c != '$') {
            keep(c);
        }
    }

    private void keep(char c) {
        statement.append(Character.isWhitespace(c) ? ' ' : c);
        at++;
    }

    /** Nested, as PostgreSQL reads them. */
    private void comment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        statement.append(' ');
    }

    private void literal() {
        boolean escapes = at > 0
                && (sql.charAt(at - 1) == 'E' || sql.charAt(at - 1) == 'e')
                && (at < 2 || !Character.isLetterOrDigit(sql.charAt(at - 2)));
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\\' && escapes) {
                at++;
            } else if (c == '\'' && !sql.startsWith("''", at)) {
                break;
            } else if (c == '\'') {
                at++;
            }
            at++;
        }
        at++;
        statement.append("'?'");
    }

    private boolean dollarQuoted() {
        Matcher tag = DOLLAR.matcher(sql).region(at, sql.length());
        if (!tag.lookingAt()) {
            return false;
        }
        int end = sql.indexOf(tag.group(), tag.end());
        String body = sql.substring(tag.end(), end < 0 ? sql.length() : end);
        if (statement.toString().strip().toUpperCase(Locale.ROOT).matches("DO( LANGUAGE \\S+)?")) {
            statements.addAll(of(body));
        }
        statement.append("'?'");
        skipTo(end, tag.group().length());
        return true;
    }

    private void skipTo(int index, int more) {
        at = index < 0 ? sql.length() : index + more;
    }

    private void end() {
        String text = statement.toString().replaceAll("\\s+", " ").strip();
        if (!text.isEmpty()) {
            statements.add(text);
        }
        statement.setLength(0);
    }
}
