package io.jenkins.plugins.composerelease.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class DockerfileTest {
    @Test
    public void tellsWhetherAFileIsCopied() {
        // instruction | file | copied
        for (String line : List.of(
                "COPY . .|.env|yes",
                "COPY . .|web/.env|yes",
                "copy . .|.env|yes",
                "COPY ./ /app|.env|yes",
                "COPY / /app|.env|yes",
                "COPY * /app|.env|yes",
                "COPY *.py /app|.env|no",
                "COPY .env* /app|.env.local|yes",
                "COPY .en? /app|.env|yes",
                "COPY .[a-f]nv /app|.env|yes",
                "COPY web /app|web/.env|yes",
                "COPY web/ /app|web/deep/.env|yes",
                "COPY web /app|webapp/.env|no",
                "COPY web/src /app|web/.env|no",
                "COPY w*/src /app|web/src/.env|yes",
                "COPY ../web /app|web/.env|yes",
                "COPY $FILES /app|.env|yes",
                "COPY ${SRC:-web} /app|.env|yes",
                "COPY a b web /app|web/.env|yes",
                "COPY a.py b.py /app|.env|no",
                "COPY --chown=1:1 --chmod=755 . /app|.env|yes",
                "COPY --from=build . /app|.env|no",
                "COPY --link --from=\"build\" / /app|.env|no",
                "COPY --parents **/*.py /app|.env|no",
                "COPY --parents **/.env /app|web/.env|yes",
                "COPY --parents web/** /app|web/deep/.env|yes",
                "COPY --parents **/src /app|web/src/.env|yes",
                "COPY [\".\", \"/app dir\"]|.env|yes",
                "COPY [\"a.py\", \"/app dir\"]|.env|no",
                "COPY [a.py, /app]|.env|no",
                "COPY \"my dir\" /app|.env|no",
                "ADD . /app|.env|yes",
                "ADD https://example.com/.env /app|.env|no",
                "ADD git@github.com:acme/x.git . /app|.env|yes",
                "ADD --checksum=sha256:0 https://example.com/x /app|.env|no",
                "ONBUILD COPY . /app|.env|yes",
                "RUN cp -r . /app|.env|no",
                "COPY|.env|no",
                "COPY .|.env|no",
                "# COPY . .|.env|no",
                "LABEL x=\"COPY . .\"|.env|no")) {
            String[] parts = line.split("\\|");
            assertThat(taken(List.of("FROM scratch", parts[0]), parts[1]))
                    .as(line)
                    .isEqualTo(parts[2].equals("yes"));
        }
    }

    @Test
    public void joinsContinuedLines() {
        List<Dockerfile.Copy> copies = copies("""
                FROM scratch
                RUN one && \\
                    # COPY . .

                    two
                COPY \\
                  --chown=1 \\
                  # in between
                  web \\
                  /app
                """);

        assertThat(copies).singleElement().satisfies(copy -> {
            assertThat(copy.line()).isEqualTo(6);
            assertThat(copy.source()).isEqualTo("web");
        });
        assertThat(copies("COPY a\\\n  b\\\nc /app\n"))
                .extracting(Dockerfile.Copy::source)
                .containsExactly("a", "bc");
    }

    @Test
    public void takesTheCharacterThatContinuesFromTheDirective() {
        assertThat(copies("# syntax=docker/dockerfile:1\n# escape=`\nFROM scratch\nCOPY web `\n  /app\nCOPY a\\\n"))
                .extracting(Dockerfile.Copy::source)
                .containsExactly("web");
        assertThat(copies("FROM scratch\n# escape=`\nCOPY web \\\n  /app\n"))
                .extracting(Dockerfile.Copy::source)
                .containsExactly("web");
    }

    @Test
    public void skipsHeredocs() {
        List<Dockerfile.Copy> copies = copies("""
                FROM scratch
                RUN <<EOF bash
                COPY . /run
                EOF
                COPY <<-"END" <<OTHER web /app/
                \tCOPY . /copy
                \tEND
                COPY . /other
                OTHER
                RUN echo $((1 << 2)) "<<EOF"
                COPY last /app
                """);

        assertThat(copies).extracting(Dockerfile.Copy::source).containsExactly("web", "last");
        assertThat(copies).extracting(Dockerfile.Copy::line).containsExactly(5, 11);
    }

    @Test
    public void readsOnWhereAHeredocHasNoEnd() {
        assertThat(copies("FROM scratch\nRUN cat <<EOF\nCOPY . /app\n"))
                .extracting(Dockerfile.Copy::line)
                .containsExactly(3);
    }

    @Test
    public void saysWhichContextIsCopiedFrom() {
        List<Dockerfile.Copy> copies = Dockerfile.copies(
                List.of("FROM --platform=$BUILDPLATFORM shared AS build", "COPY --from=assets img /img", "COPY a /a"),
                Optional.empty());

        assertThat(copies).filteredOn(copy -> copy.from("shared")).hasSize(1).allMatch(copy -> copy.takes(".env"));
        assertThat(copies)
                .filteredOn(copy -> copy.from("assets"))
                .singleElement()
                .satisfies(copy -> {
                    assertThat(copy.takes("img/.env")).isTrue();
                    assertThat(copy.takes(".env")).isFalse();
                });
        assertThat(copies).filteredOn(copy -> copy.from("")).hasSize(1);
    }

    @Test
    public void tellsWhetherAnythingOfADirectoryIsCopied() {
        Dockerfile.Copy copy = copies("COPY dist/js /app\n").get(0);

        assertThat(copy.touches("dist/")).isTrue();
        assertThat(copy.touches("dist/js/")).isTrue();
        assertThat(copy.touches("dist/js/a.js")).isTrue();
        assertThat(copy.touches("dist/css/")).isFalse();
        assertThat(copy.touches("dist")).as("a file").isFalse();
    }

    @Test
    public void countsTheStagesThatTheTargetIsMadeOf() {
        // lines joined by ';' | target, empty for none | what is copied
        String stages = "FROM a AS base;COPY b /;FROM base AS dev;COPY d /;FROM base AS prod;COPY p /";
        for (String line : List.of(
                stages + "||b p",
                stages + "|prod|b p",
                stages + "|PROD|b p",
                stages + "|dev|b d",
                stages + "|1|b d",
                stages + "|base|b",
                stages + "|other|b d p",
                stages + ";COPY --from=dev /x /y||b d p",
                stages + ";COPY --from=1 /x /y||b d p",
                stages + ";COPY --from=$X /x /y||b d p",
                stages + ";COPY --from=reg/dev:$X /x /y||b p",
                stages + ";RUN --mount=type=cache,from=dev,target=/x y||b d p",
                stages + ";RUN --mount=from=dev,target=/x y||b d p",
                "FROM a AS dev;COPY d /;FROM node:${V:-20}-slim;COPY p /||p",
                "FROM a AS x-dev;COPY d /;FROM x-${ENV};COPY p /||d p",
                "FROM a AS dev;ONBUILD COPY d /;FROM dev;COPY p /||d p",
                "FROM a;COPY d /;FROM b;COPY p /||p",
                "COPY x /||x")) {
            String[] parts = line.split("\\|");
            Optional<String> target = Optional.of(parts[1]).filter(name -> !name.isEmpty());
            assertThat(Dockerfile.copies(List.of(parts[0].split(";")), target))
                    .filteredOn(copy -> copy.from("") && !copy.perhaps())
                    .extracting(Dockerfile.Copy::source)
                    .as(line)
                    .containsExactly(parts[2].split(" "));
        }
    }

    @Test
    public void tellsWhatABuildMaySee() {
        // line | source, empty for everything
        for (String line : List.of(
                "RUN --mount=target=/src make|",
                "RUN --network=none --mount=type=bind,src=web,target=/src make|web",
                "RUN --mount=\"type=bind,source=./web,target=/src\" make|./web",
                "FROM node:20-onbuild|")) {
            String[] parts = line.split("\\|", -1);
            assertThat(Dockerfile.copies(List.of("FROM scratch", parts[0]), Optional.empty()))
                    .filteredOn(copy -> copy.from("") && copy.perhaps())
                    .extracting(Dockerfile.Copy::source)
                    .as(line)
                    .containsExactly(parts[1]);
        }
        assertThat(copies("# syntax=acme/build:1\nFROM scratch\n")).hasSize(1).allMatch(Dockerfile.Copy::perhaps);
        assertThat(copies("# syntax=docker/dockerfile:1\nFROM scratch\nRUN --mount=type=secret,id=x y\n"))
                .isEmpty();
    }

    @Test
    public void tellsWhetherOneFileIsAskedFor() {
        assertThat(copies("COPY ./web/.env /app\n").get(0).names("web/.env")).isTrue();
        assertThat(copies("COPY web /app\n").get(0).names("web/.env")).isFalse();
    }

    private static boolean taken(List<String> lines, String file) {
        return Dockerfile.copies(lines, Optional.empty()).stream().anyMatch(copy -> copy.from("") && copy.takes(file));
    }

    private static List<Dockerfile.Copy> copies(String text) {
        return Dockerfile.copies(text.lines().toList(), Optional.empty()).stream()
                .filter(copy -> copy.from(""))
                .toList();
    }
}
