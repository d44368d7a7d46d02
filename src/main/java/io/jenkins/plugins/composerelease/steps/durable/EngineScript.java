package io.jenkins.plugins.composerelease.steps.durable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shell script that becomes the engine's process: it finds a Java and turns into it. Holds no secret. Its variables have
 * a prefix: where the build exports one of the same name, the engine would get the script's value.
 */
final class EngineScript {
    /** What the script ends with when there is no Java that is new enough. */
    static final int NO_JAVA = 72;

    /** The variable by which processes of a run are found; the script's own shell does not have it. */
    static final String COOKIE = "COMPOSE_RELEASE_RUN";

    /** Says on the Java command line which run a process is. */
    static final String MARK = "-Dcompose-release.run=";

    /** Start-up counts, throughput does not. */
    static final List<String> JVM =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Dfile.encoding=UTF-8");

    private static final JsonMapper ASCII =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private EngineScript() {}

    /**
     * @param place what the agent said about itself
     * @param directory of the run, on the agent
     */
    static String of(String id, EngineCall call, AgentPlace place, String directory) {
        return String.join(
                        "\n",
                        "#!/bin/sh",
                        // Whoever stops its own processes in this workspace, or at the end of this node block, must not
                        // stop this one.
                        "unset JENKINS_NODE_COOKIE JENKINS_SERVER_COOKIE",
                        "export " + COOKIE + "=" + id,
                        "cr_directory=" + quoted(directory),
                        "printf '%s\\n%s\\n' \"$$\" \"${0%/*}\" > \"$cr_directory/started\"",
                        findJava(place.javaHome()),
                        archive(place),
                        "exec \"$cr_java\" ${cr_archive:+\"$cr_archive\"} "
                                + arguments(id, call, place.jar(), directory) + " <<'" + delimiter(id) + "'",
                        json(call),
                        delimiter(id))
                + "\n";
    }

    /** The Java of the step's environment first, then the one that runs the agent: Jenkins asks for 17 there, too. */
    private static String findJava(String agentsHome) {
        return """
                cr_java= cr_seen=
                cr_try() {
                  [ -z "$cr_java" ] && [ -n "$1" ] && [ -x "$1/bin/java" ] || return 0
                  cr_version=$(sed -n 's/^JAVA_VERSION="\\(1\\.\\)\\{0,1\\}\\([0-9]*\\).*/\\2/p' "$1/release" 2>/dev/null)
                  [ -n "$cr_version" ] || cr_version=$("$1/bin/java" -version 2>&1 |
                    sed -n 's/.* version "\\(1\\.\\)\\{0,1\\}\\([0-9]*\\).*/\\2/p')
                  if [ "${cr_version:-0}" -ge 17 ]; then
                    cr_java=$1/bin/java
                  else
                    cr_seen="$cr_seen '$1' is Java ${cr_version:-?}."
                  fi
                }
                cr_try "$JAVA_HOME"
                [ -n "$cr_java" ] || cr_try "$(dirname "$(dirname "$(readlink -f "$(command -v java)" 2>/dev/null)")" 2>/dev/null)"
                cr_try @HOME@
                if [ -z "$cr_java" ]; then
                  echo "Java 17 or newer was not found here, neither by JAVA_HOME nor by PATH.$cr_seen" >&2
                  exit @CODE@
                fi""".replace("@HOME@", quoted(agentsHome)).replace("@CODE@", String.valueOf(NO_JAVA));
    }

    private static String arguments(String id, EngineCall call, String jar, String directory) {
        List<String> arguments = new ArrayList<>();
        arguments.add(MARK + id);
        arguments.addAll(JVM);
        arguments.addAll(List.of("-jar", jar, call.command()));
        arguments.addAll(call.options());
        arguments.addAll(options(directory));
        return arguments.stream().map(EngineScript::quoted).collect(Collectors.joining(" "));
    }

    /** What each command gets. */
    static List<String> options(String directory) {
        return List.of(
                "--file", "-", "--json", "--events", "--no-color", "--result", directory + "/" + RunFiles.RESULT);
    }

    /** It only fits the Java that made it. */
    private static String archive(AgentPlace place) {
        return place.archive().isEmpty()
                ? "cr_archive="
                : "cr_archive=; [ \"$cr_java\" -ef " + quoted(place.javaHome() + "/bin/java") + " ] && cr_archive="
                        + quoted("-XX:SharedArchiveFile=" + place.archive());
    }

    private static String json(EngineCall call) {
        try {
            return ASCII.writeValueAsString(call.request()); // one line, so no line of it is the delimiter
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can be written", e);
        }
    }

    private static String delimiter(String id) {
        return "request_of_" + id;
    }

    static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }
}
