package io.jenkins.plugins.composerelease.engine.migrate;

import io.jenkins.plugins.composerelease.engine.model.Text;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the statements of a migration that the application before it may not survive: they lose data, or take away or
 * change what its queries name. It reads text, not a grammar: it warns a person and gates an automatic rollback, it does
 * not prove that the rest is harmless.
 */
public final class DestructiveSql {
    private static final int SHOWN = 160;

    // Blocks such as DO put a word before the statement they hold, so a statement may start after one.
    private static final String START = "(?:^|\\b(?:BEGIN|THEN|ELSE|LOOP) )";

    private static final List<Pattern> PATTERNS = List.of(
            pattern(START + "DROP (?:TABLE|VIEW|MATERIALIZED VIEW|FOREIGN TABLE|SCHEMA|DATABASE|TYPE|DOMAIN|SEQUENCE"
                    + "|FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|EXTENSION|OWNED)\\b"),
            pattern(START
                    + "ALTER (?:FOREIGN )?TABLE\\b.*\\bDROP (?!CONSTRAINT\\b|DEFAULT\\b|NOT NULL\\b|IDENTITY\\b|EXPRESSION\\b"
                    + "|INDEX\\b|KEY\\b|PRIMARY KEY\\b|FOREIGN KEY\\b|CHECK\\b)"),
            pattern(START + "ALTER (?!INDEX\\b).*\\bRENAME (?!CONSTRAINT\\b|INDEX\\b|KEY\\b)"),
            pattern(START + "RENAME TABLE\\b"),
            pattern(START + "ALTER TABLE\\b.*\\bALTER (?:COLUMN )?\\S+ (?:SET DATA )?TYPE\\b"),
            pattern(START + "ALTER TABLE\\b.*\\b(?:MODIFY|CHANGE)\\b"),
            pattern(START + "ALTER (?:TABLE|DOMAIN)\\b.*\\bSET NOT NULL\\b"),
            pattern(START + "ALTER TABLE\\b.*\\bSET SCHEMA\\b"),
            // A new column that must have a value and has none by itself: INSERTs that do not name it fail.
            pattern(START
                    + "ALTER TABLE\\b.*\\bADD (?:COLUMN )?(?:IF NOT EXISTS )?(?!CONSTRAINT\\b|CHECK\\b|PRIMARY\\b|UNIQUE\\b)"
                    + "(?:(?!\\bDEFAULT\\b|\\bGENERATED\\b|\\b(?:BIG|SMALL)?SERIAL\\b|, (?:ADD|ALTER|DROP)\\b).)*\\bNOT NULL\\b"
                    + "(?!(?:(?!, (?:ADD|ALTER|DROP)\\b).)*\\b(?:DEFAULT|GENERATED)\\b)"),
            pattern(START + "TRUNCATE\\b"),
            pattern(START + "DELETE FROM (?!.*\\bWHERE\\b)"));

    private DestructiveSql() {}

    /**
     * @param sql text of a migration
     * @return the statements found, in order, on one line each, string literals as {@code '?'}, cut at 160 characters
     */
    public static List<String> find(String sql) {
        return SqlStatements.of(sql).stream()
                .filter(statement -> PATTERNS.stream()
                        .anyMatch(pattern -> pattern.matcher(statement).find()))
                .map(statement -> statement.length() > SHOWN ? statement.substring(0, SHOWN) + Text.CUT : statement)
                .toList();
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
