package io.jenkins.plugins.composerelease.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.composerelease.engine.deploy.HeldCheck.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class VerdictFileTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file;
    private VerdictFile verdict;

    @Before
    public void setUp() {
        file = folder.getRoot().toPath().resolve("verdict");
        verdict = new VerdictFile(file, text -> text.replace("secret", "****"));
    }

    @Test
    public void waitsForAFileThatIsWrittenPieceByPiece() throws IOException {
        assertThat(verdict.get()).isEmpty();
        for (String piece : new String[] {"", "pas", "passed", "passed\n", "passed\n12 te", "passed\n12 tests"}) {
            Files.writeString(file, piece);
            assertThat(verdict.get()).as(piece).isEmpty();
        }
        assertThat(verdict.get()).contains(new Verdict(true, "12 tests"));
    }

    @Test
    public void takesTheRestAsOneLineWithoutSecrets() throws IOException {
        Files.writeString(file, "failed\r\n 2 of 12:\n\tlogin with secret\u001b[0m\n");
        verdict.get();
        assertThat(verdict.get()).contains(new Verdict(false, "2 of 12: login with ****\\u001b[0m"));
    }

    @Test
    public void isAFailureWhenItStaysUnreadable() throws IOException {
        Files.writeString(file, "PASSED\n");
        verdict.get();
        assertThat(verdict.get()).isEmpty(); // it may still be being written
        Optional<Verdict> given = await().atMost(Duration.ofSeconds(20)).until(verdict::get, Optional::isPresent);
        assertThat(given).contains(new Verdict(false, "the verdict begins with 'PASSED', expected passed or failed"));
    }
}
