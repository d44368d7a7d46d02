package io.jenkins.plugins.composerelease.engine.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;

public class DestructiveSqlTest {

    @Test
    public void findsWhatTheOldApplicationMayNotSurvive() {
        for (String sql : List.of(
                "DROP TABLE users",
                "drop table if exists users cascade",
                "DROP VIEW active",
                "DROP SCHEMA old",
                "DROP TYPE mood",
                "ALTER TABLE users DROP COLUMN name",
                "ALTER TABLE users DROP name",
                "ALTER TABLE users ADD a int, DROP IF EXISTS b",
                "ALTER TABLE users RENAME TO people",
                "ALTER TABLE users RENAME COLUMN a TO b",
                "ALTER TABLE users RENAME a TO b",
                "ALTER TYPE mood RENAME VALUE 'a' TO 'b'",
                "ALTER TABLE users ALTER COLUMN a TYPE bigint",
                "ALTER TABLE users ALTER a SET DATA TYPE bigint",
                "ALTER TABLE users MODIFY a bigint",
                "ALTER TABLE users ALTER COLUMN a SET NOT NULL",
                "ALTER TABLE users ADD COLUMN a int NOT NULL",
                "ALTER TABLE users ADD COLUMN a int NOT NULL, ADD COLUMN b int DEFAULT 1",
                "ALTER TABLE users ADD COLUMN b int DEFAULT 1, ADD COLUMN a int NOT NULL",
                "TRUNCATE users",
                "DELETE FROM users",
                "ALTER TABLE users SET SCHEMA old")) {
            assertThat(DestructiveSql.find(sql)).as(sql).hasSize(1);
        }
    }

    @Test
    public void letsPassWhatOnlyAdds() {
        for (String sql : List.of(
                "CREATE TABLE users (id int NOT NULL)",
                "ALTER TABLE users ADD COLUMN a int",
                "ALTER TABLE users ADD COLUMN a int NOT NULL DEFAULT 0",
                "ALTER TABLE users ADD COLUMN a int DEFAULT 0 NOT NULL",
                "ALTER TABLE users ADD COLUMN id bigserial NOT NULL",
                "ALTER TABLE users ALTER COLUMN a DROP NOT NULL",
                "ALTER TABLE users ALTER COLUMN a DROP DEFAULT",
                "ALTER TABLE users DROP CONSTRAINT c",
                "ALTER TABLE users RENAME CONSTRAINT a TO b",
                "ALTER TABLE users ADD CONSTRAINT c CHECK (a IS NOT NULL)",
                "ALTER INDEX a RENAME TO b",
                "DROP INDEX a",
                "DELETE FROM users WHERE id = 1",
                "INSERT INTO log VALUES ('DROP TABLE users')",
                "UPDATE users SET a = 1",
                "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN DELETE FROM users; END $$ LANGUAGE plpgsql",
                "CREATE TABLE \"DROP TABLE x\" (a int)")) {
            assertThat(DestructiveSql.find(sql)).as(sql).isEmpty();
        }
    }

    @Test
    public void ignoresCommentsAndLiteralsButNotWhatFollows() {
        assertThat(DestructiveSql.find("-- DROP TABLE a\n/* DROP TABLE b; /* nested */ DROP TABLE c; */\n"
                        + "SELECT 'it''s; DROP TABLE d', E'\\'; DROP TABLE e', $x$; DROP TABLE f $x$;\n"
                        + "DROP  TABLE\n  g; SELECT 1"))
                .containsExactly("DROP TABLE g");
    }

    @Test
    public void looksIntoBlocksThatRunAtOnce() {
        assertThat(DestructiveSql.find("DO $$ BEGIN IF true THEN DROP TABLE a; END IF; END $$;"))
                .hasSize(1);
    }

    @Test
    public void survivesUnfinishedText() {
        for (String sql : List.of("'", "\"", "/*", "--", "$$", "$x$ a", "E'\\", "$", "")) {
            assertThat(DestructiveSql.find(sql)).as(sql).isEmpty();
        }
    }

    @Test
    public void hidesLiteralsAndCutsLongStatements() {
        assertThat(DestructiveSql.find("ALTER TABLE t RENAME VALUE 'secret' TO 'x'"))
                .containsExactly("ALTER TABLE t RENAME VALUE '?' TO '?'");
        assertThat(DestructiveSql.find("DROP TABLE " + "x".repeat(500)).get(0)).hasSize(163);
    }
}
