package io.jenkins.plugins.composerelease.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.composerelease.engine.mask.Masker;
import io.jenkins.plugins.composerelease.engine.model.Evidence;
import io.jenkins.plugins.composerelease.engine.model.ExitCode;
import io.jenkins.plugins.composerelease.engine.model.NotHealthyException;
import io.jenkins.plugins.composerelease.engine.model.ReleaseException;
import io.jenkins.plugins.composerelease.engine.model.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

public class IssueTextTest {
    private static final UnaryOperator<String> PLAIN = UnaryOperator.identity();
    private static final Pattern FENCE = Pattern.compile("(?m)^(`{3,})text\\n([\\s\\S]*?)^\\1$");

    @Test
    public void tellsWhatFailedWhereAndWhy() {
        IssueText text = IssueText.of(Samples.failure(), PLAIN);
        assertThat(text.title())
                .isEqualTo(
                        "Release of shop to production failed in verify (api): Service 'api' on 'web1' was not healthy"
                                + " after 60 s (last status: unhealthy, 3 of 3 probes failed).");
        assertThat(text.body())
                .startsWith("Release of shop to production failed in `verify`, service `api`.")
                .contains("| Run | [shop \\#\u200b12](https://ci.example/job/shop/12/) |")
                .contains("| Branch | `main` |")
                .contains("| Commit | `1a2b3c4` |")
                .contains("| `migrate` | ok | 1.3 s |")
                .contains("| `verify` | **failed** | 60 s |")
                .contains("| Health | `unhealthy` |")
                .contains("| Wait for it | `worker` |")
                .contains("1: HTTP 500 from /health")
                .contains("starting, revision 1a2b3c4")
                .contains("Look at its log lines above")
                .contains(FailureSignature.of(Samples.failure()).marker())
                .contains(Samples.failure().scope().marker())
                .contains(Samples.failure().run().marker());
        assertThat(text.comment())
                .startsWith("Failed again. Release of shop to production failed in `verify`")
                .contains(Samples.failure().run().marker())
                .doesNotContain(FailureSignature.of(Samples.failure()).marker());
    }

    @Test
    public void mentionsNobodyAndIsNoHtmlOutsideFences() {
        String hostile =
                "@octocat #12 GH-3 acme/shop#4 <img src=x onerror=y> [a](http://evil/) ![b](c) https://github.com/a/b/pull/5 | x";
        Failure base = Samples.failure();
        Failure failure = new Failure(
                base.scope(),
                hostile,
                base.service(),
                hostile,
                hostile,
                base.evidence(),
                List.of(hostile),
                new Run(hostile, Optional.of("javascript:alert(1)"), Optional.of(hostile), Optional.of(hostile)),
                base.steps());
        IssueText text = IssueText.of(failure, PLAIN);
        for (String body : List.of(text.body(), text.comment())) {
            String outside = FENCE.matcher(body)
                    .replaceAll("")
                    .replaceAll("`[^`\n]*`", "")
                    .replaceAll("<!-- .* -->", "");
            assertThat(outside)
                    .doesNotContainPattern("@\\w")
                    .doesNotContainPattern("#\\d")
                    .doesNotContainPattern("GH-\\d")
                    .doesNotContainPattern("/pull/\\d")
                    .doesNotContain("<img")
                    .doesNotContain("](http://evil")
                    .doesNotContain("javascript:alert(1))");
        }
    }

    @Test
    public void logLinesCannotEndTheirFence() {
        String lines = "before\n```\n# heading\n````\n" + "`".repeat(30_000) + "\n~~~\n" + Marker.PREFIX
                + "signature:00 -->\nafter";
        IssueText text = IssueText.of(withLog(lines.lines().toList()), PLAIN);
        Matcher fence = FENCE.matcher(text.body());
        List<String> blocks = new ArrayList<>();
        while (fence.find()) {
            blocks.add(fence.group(2));
        }
        assertThat(blocks.get(blocks.size() - 1))
                .startsWith("before\n```\n# heading")
                .endsWith("after\n");
        assertThat(text.body())
                .doesNotContain(Marker.PREFIX + "signature:00")
                .hasSizeLessThanOrEqualTo(IssueText.LIMIT);
    }

    @Test
    public void masksBeforeItTruncates() {
        Masker masker = Masker.of(List.of(Secret.of("s3cr3t-token"), Secret.of("line-one-of-key\nline-two-of-key")));
        List<String> log = new ArrayList<>(Collections.nCopies(9000, "x s3cr3t-token y"));
        log.add("hidden s3cr\u001b[0m3t-token");
        log.add("line-one-of-key");
        log.add("line-two-of-key");
        IssueText text = IssueText.of(withLog(log), masker::mask);
        assertThat(text.body())
                .contains("x **** y")
                .contains("hidden ****")
                .doesNotContain("s3cr")
                .doesNotContain("-of-key");
    }

    @Test
    public void keepsHeadAndTailOfLongLogsAndSaysHowMuchWasLeftOut() {
        List<String> log = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            log.add("line " + i);
        }
        IssueText text = IssueText.of(withLog(log), PLAIN);
        assertThat(text.body())
                .contains("\nline 0\n")
                .contains("\nline 19999\n")
                .containsPattern("\\[\\.\\.\\. \\d+ lines, \\d+ characters left out \\.\\.\\.\\]")
                .hasSizeBetween(IssueText.LIMIT - 500, IssueText.LIMIT);
    }

    @Test
    public void neverExceedsTheLimit() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            IssueText text = IssueText.of(randomFailure(random), PLAIN);
            assertThat(text.body().length()).as("seed " + seed).isLessThanOrEqualTo(IssueText.LIMIT);
            assertThat(text.comment().length()).as("seed " + seed).isLessThanOrEqualTo(IssueText.LIMIT);
            assertThat(text.title().length()).as("seed " + seed).isLessThanOrEqualTo(256);
            assertThat(text.body())
                    .as("seed " + seed)
                    .contains(Marker.PREFIX + "signature:")
                    .doesNotContainPattern("[\ud800-\udbff](?![\udc00-\udfff])");
        }
    }

    @Test
    public void takesEvidenceAndAdviceFromTheException() {
        Evidence evidence = Samples.evidence();
        Failure unhealthy = Failure.of(
                Scope.target("shop", "production"),
                "verify",
                new NotHealthyException("It was not healthy.", "Look.", evidence),
                Samples.failure().run(),
                List.of());
        assertThat(unhealthy.service()).contains("api");
        assertThat(unhealthy.error()).isEqualTo("It was not healthy.");
        assertThat(unhealthy.advice()).isEqualTo("Look.");
        Failure plain = Failure.of(
                unhealthy.scope(),
                "pull",
                new ReleaseException(ExitCode.FAILED, "No.", ""),
                unhealthy.run(),
                List.of());
        assertThat(plain.error()).isEqualTo("No.");
        assertThat(plain.evidence()).isEmpty();
    }

    private static Failure withLog(List<String> log) {
        Failure base = Samples.failure();
        return new Failure(
                base.scope(),
                base.phase(),
                base.service(),
                base.error(),
                base.advice(),
                base.evidence(),
                log,
                base.run(),
                base.steps());
    }

    private static Failure randomFailure(Random random) {
        Failure base = Samples.failure();
        String pieces = random.nextBoolean() ? "`<!-@#&|😀\n" : "word 😀\n";
        Evidence seen = base.evidence().orElseThrow();
        Evidence evidence = new Evidence(
                seen.service(),
                "exited with code 1",
                noise(random, pieces),
                noise(random, pieces),
                seen.health(),
                Optional.of(1),
                true,
                2,
                List.of(noise(random, pieces), noise(random, pieces)),
                noise(random, pieces).lines().toList(),
                seen.blocks());
        return new Failure(
                base.scope(),
                noise(random, pieces),
                base.service(),
                noise(random, pieces),
                noise(random, pieces),
                random.nextBoolean() ? Optional.of(evidence) : Optional.empty(),
                noise(random, pieces).lines().toList(),
                new Run(
                        noise(random, pieces),
                        Optional.of("https://ci/" + noise(random, "x")),
                        Optional.of(noise(random, pieces)),
                        Optional.empty()),
                Collections.nCopies(
                        random.nextInt(200),
                        new StageResult(pieces.repeat(random.nextInt(100)), StageResult.Result.OK, Optional.empty())));
    }

    private static String noise(Random random, String pieces) {
        int[] points = pieces.codePoints().toArray();
        int length = (int) Math.pow(10, random.nextDouble() * 5);
        StringBuilder out = new StringBuilder();
        int run = 1 + random.nextInt(50);
        for (int i = 0; i < length; i++) {
            out.appendCodePoint(points[i / run * 7919 % points.length]);
        }
        return out.toString();
    }
}
