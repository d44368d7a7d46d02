package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.composerelease.engine.model.BuildOptions;
import io.jenkins.plugins.composerelease.engine.model.BuildRecipe;
import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SourceCheckTest {
    private static final String STAGES = "Dockerfile: FROM scratch AS dev;COPY . /app;FROM ";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitWorkspace workspace;

    @Before
    public void create() throws IOException {
        workspace = new GitWorkspace(folder.newFolder().toPath());
        write(".dockerignore: .git & Dockerfile: FROM scratch;COPY . /app");
    }

    @Test
    public void refusesTrackedEnvFilesWithSecretsAndNamesNoValue() {
        commit("deploy/.env.prod: TAG=1;DB_PASSWORD=s3cr3t;export API_TOKEN=\"t0k3n\""
                + " & deploy/.env.example: DB_PASSWORD=s3cr3t & deploy/empty.env: DB_PASSWORD=");

        refused("Git tracks what looks like secrets, in 'deploy/.env.prod' (line 2: DB_PASSWORD, line 3: API_TOKEN)."
                + " & git rm --cached 'deploy/.env.prod' & !s3cr3t & !t0k3n & !empty.env");
    }

    @Test
    public void looksAtWhatTheImageGets() throws IOException {
        String take = "Take it out of the Dockerfile, and add to the end of '.dockerignore'";
        // committed | written later | what is said, nothing where it passes
        for (String line : List.of(
                // Git does not track it, and no image gets it.
                ".gitignore: .env & .dockerignore: .git;**/.env"
                        + " | .env: DB_PASSWORD=s3cr3t & web/.env: DB_PASSWORD=s3cr3t |",
                ".gitignore: *.local | web/.env.local: A=1"
                        + " | would put 'web/.env.local' into it & Add to the end of '.dockerignore' the line",
                ".gitignore: *.local | web/.env.local: A=1 & .dockerignore: .git;web/.env.local |",
                // Every clone has it, and no secret is in it.
                ".env.production: VITE_API_URL=/api & web/.env: DATABASE_URL=postgres://app:!ChangeMe!@db/app | |",
                ".env.production: VITE_API_URL=/api | .env.production.local: A=1"
                        + " | would put '.env.production.local' into it",
                ".dockerignore: *.md | | would put '.git' into it & Add to the end of '.dockerignore' the line '.git'",
                "Dockerfile.dockerignore: .git;!.env & .dockerignore: **/.env;.git | .env: A=1"
                        + " | Add to the end of 'Dockerfile.dockerignore' the line '.env'",
                "Dockerfile: FROM scratch;COPY app.py .env /app/ | .env: A=1 | " + take,
                // A stage that the image is not made of.
                STAGES + "scratch AS prod;COPY app.py /app | .env: A=1 |",
                STAGES + "dev AS prod;COPY app.py /app | .env: A=1 | line 2 of 'Dockerfile'",
                // A directory of that name, and an example.
                "web/.env/bin/python: 1 & web/.env.sample: 1 | |")) {
            String[] parts = line.split(" ?\\|", -1);
            create();
            commit(parts[0]);
            write(parts[1].strip());
            assertSaid(line, parts[2].strip(), List.of(), BuildRecipe.in("."));
        }
    }

    @Test
    public void looksAtWhatOfGitsDirectoryIsLetIn() {
        commit("");

        // lines joined by ';' | refused
        for (String line : List.of(
                ".git|no",
                ".git/|no",
                ".git/**|no",
                ".git/*|no",
                "**/.git/**|no",
                ".*|no",
                ".git;!.git/HEAD|no",
                ".git;!.git/config|yes",
                ".git/config|yes",
                ".git/objects|yes",
                ".gitignore|yes")) {
            String[] parts = line.split("\\|");
            write(".dockerignore: " + parts[0]);
            assertSaid(line, parts[1].equals("yes") ? "would put" : "", List.of(), BuildRecipe.in("."));
        }
    }

    @Test
    public void letsPassWhatIsKnownToBeHarmless() {
        commit(".env: DB_PASSWORD=for-tests-only & .dockerignore: *.md");

        refused("'.env' (line 1: DB_PASSWORD)");
        assertSaid("", "would put '.git' into it", List.of("./.env"), BuildRecipe.in("."));
        assertSaid("", "", List.of("./.env", ".git"), BuildRecipe.in("."));
    }

    @Test
    public void saysTheWholeOfWhatIsWrong() {
        commit(".gitignore: *.local");
        write("web/.env.local: A=1");

        assertThat(catchThrowable(() -> check(List.of(), BuildRecipe.in("."))))
                .hasMessage("Image 'shop/web' was not published: line 2 of 'Dockerfile' (COPY . /app) would put"
                        + " 'web/.env.local' into it. Add to the end of '.dockerignore' the line 'web/.env.local'; or"
                        + " name what is harmless in 'harmlessFiles'.");
    }

    @Test
    public void letsNoTrackedLinkToOtherVariablesIntoAnImage() throws IOException {
        Files.createSymbolicLink(workspace.directory().resolve(".env"), Path.of("../shared"));
        commit("");

        refused("would put '.env' into it");
    }

    @Test
    public void saysToCreateTheIgnoreFileOfTheContext() {
        commit("web/Dockerfile: FROM scratch;COPY src .env* /app/");
        write("web/.env: A=1 & web/src/.env: A=1 & web/other/.env: A=1");

        String said = "line 2 of 'web/Dockerfile' & 'web/.env' & 'web/src/.env' & !other"
                + " & Create 'web/.dockerignore' with the line '**/.env'";
        assertSaid("", said, List.of(), BuildRecipe.in("web"));
    }

    @Test
    public void looksAtAdditionalContexts() {
        commit("web/Dockerfile: FROM scratch;COPY --from=shared . /app;COPY --from=build . /x & shared/lib.py: 1");
        write("shared/.env: A=1 & web/.env: A=1");
        BuildRecipe recipe = new BuildRecipe(
                "web",
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                Map.of(),
                Map.of("shared", "shared"),
                BuildOptions.NONE,
                Optional.empty());

        String said = "would put 'shared/.env' into it & Create 'shared/.dockerignore' with the line '.env'";
        assertSaid("", said, List.of(), recipe);
    }

    @Test
    public void takesTheGitFileOfASubmoduleForNone() throws IOException {
        GitWorkspace shared = new GitWorkspace(folder.newFolder("shared").toPath());
        shared.commit("one");
        String from = shared.directory().toString();
        workspace.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", from, "lib");
        commit("");

        assertThat(workspace.directory().resolve("lib/.git")).isRegularFile();
        assertSaid("", "", List.of(), BuildRecipe.in("."));
    }

    @Test
    public void tellsThatNoCommitSaysWhatIsInIgnoredFiles() {
        commit(".gitignore: dist;notes & .dockerignore: .git;notes");
        workspace.git("tag", "v1.0.0");
        write("dist/app.js: 1 & notes/a: 1");

        assertThat(warnings(workspace.directory(), workspace.state(), "sha"))
                .singleElement()
                .asString()
                .contains("image 'shop/web' gets files that Git ignores ('dist/')");
    }

    @Test
    public void tellsOfTrackedVariablesThatOftenAreSecretsAndPublishes() {
        commit(".env: TAG=1;SMTP_PW=S3cret99x;X=Server=db,Password=S3cret99x");

        assertSaid("", "", List.of(), BuildRecipe.in("."));
        assertThat(warnings(workspace.directory(), workspace.state(), "sha"))
                .singleElement()
                .asString()
                .contains("Git tracks '.env', and line 2: SMTP_PW, line 3: X looks a little like a secret")
                .doesNotContain("S3cret99x");
    }

    @Test
    public void tellsThatACloneDoesNotKnowWhichVersionIsTheNewest() {
        for (String version : List.of("v1.0.0", "v2.0.0")) {
            commit("");
            workspace.git("tag", version);
        }
        Path clone = folder.getRoot().toPath().resolve("clone");
        workspace.git("clone", "--quiet", "--depth=1", "file://" + workspace.directory(), clone.toString());

        assertThat(warnings(clone, workspace.state(clone), "semver"))
                .singleElement()
                .asString()
                .contains("this clone is shallow");
        assertThat(warnings(clone, workspace.state(clone), "sha")).isEmpty();
        assertThat(warnings(workspace.directory(), workspace.state(), "semver")).isEmpty();
    }

    private void refused(String said) {
        assertSaid("", said, List.of(), BuildRecipe.in("."));
    }

    /** Texts joined by {@code &}; one with {@code !} in front must not be said, and none means that all is well. */
    private void assertSaid(String what, String said, List<String> harmless, BuildRecipe recipe) {
        Throwable refusal = catchThrowable(() -> check(harmless, recipe));
        if (said.isEmpty()) {
            assertThat(refusal).as(what).isNull();
            return;
        }
        assertThat(refusal).as(what).isInstanceOf(InvalidInputException.class);
        for (String part : said.split(" & ")) {
            if (part.startsWith("!")) {
                assertThat(refusal).as(what).hasMessageNotContaining(part.substring(1));
            } else {
                assertThat(refusal).as(what).hasMessageContaining(part);
            }
        }
    }

    private void check(List<String> harmless, BuildRecipe recipe) {
        PublishRequest request = RequestMaker.of(RequestMaker.image("shop/web", recipe))
                .in(workspace.directory(), workspace.state())
                .mode(PublishMode.NORMAL.withHarmlessFiles(harmless))
                .make();
        SourceCheck.require(request, ImageJob.of(request));
    }

    private static List<String> warnings(Path directory, GitState git, String rule) {
        PublishRequest request = RequestMaker.of(RequestMaker.image("shop/web", BuildRecipe.in(".")))
                .in(directory, git)
                .tagged(TagOptions.of(List.of(rule)))
                .make();
        return SourceCheck.warnings(request, ImageJob.of(request));
    }

    /** Files joined by {@code &}, the lines of each by {@code ;}. */
    private void write(String files) {
        for (String file : files.split(" & ")) {
            int colon = file.indexOf(": ");
            if (colon > 0) {
                workspace.write(
                        file.substring(0, colon), file.substring(colon + 2).replace(';', '\n') + "\n");
            }
        }
    }

    private void commit(String files) {
        write(files);
        workspace.commit("one");
    }
}
