package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Label;
import hudson.model.Result;
import hudson.util.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The steps that start services on the agent, with a real Docker engine. */
public class ComposeStepsTest {
    private static final String SECRET = "s3cr't $HOME \"hunter22\"";

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final StackBuilds builds = new StackBuilds(JENKINS, "steps durable");

    @BeforeClass
    public static void addAgentAndSecret() throws Exception {
        JENKINS.createOnlineSlave(Label.get("agent"));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "db", "", Secret.fromString(SECRET)));
        SystemCredentialsProvider.getInstance().save();
    }

    @After
    public void nothingIsLeft() {
        builds.assertNothingIsLeft();
    }

    @Test
    public void startsTellsPortsAndTearsDown() throws Exception {
        WorkflowRun run = builds.run(Result.SUCCESS, Scripts.WEB, """
                def stack = composeUp()
                echo "project ${stack.project} has ${stack.services*.name}, ports ${stack.services[0].ports[0].port}"
                sh "curl -sS ${stack.url('web', 8000)} -o answer"
                verifyEndpoint(url: "${stack.url('web', 8000)}/compose.yaml", status: 404, retries: 2, interval: '100ms')
                composeDown()
                composeDown()
                """);
        JENKINS.assertLogContains("has [web], ports 8000", run);
    }

    @Test
    public void worksInDeclarative() throws Exception {
        WorkflowRun run = builds.pipeline(Result.SUCCESS, """
                pipeline {
                  agent { label 'agent' }
                  environment { DOCKER_HOST = '%s' }
                  stages {
                    stage('test') {
                      steps {
                        writeFile file: 'compose.yaml', text: '''%s'''
                        withCompose(timeout: '2m') {
                          sh 'docker compose ps --services; curl -sS http://127.0.0.1:$COMPOSE_PORT_WEB_8000 -o answer'
                        }
                      }
                    }
                  }
                }
                """.formatted(
                        TestBedSettings.dockerHost(), Scripts.WEB.replace("IMAGE", TestBedSettings.baseImage())));
        JENKINS.assertLogContains("web healthy", run);
    }

    @Test
    public void showsWhyAServiceIsNotReadyAndRemovesIt() throws Exception {
        WorkflowRun run = builds.run(Result.FAILURE, Scripts.SICK, "composeUp(timeout: '5s')");
        assertThat(JenkinsRule.getLog(run)).contains("ERROR: Service 'web'", "not healthy after 5.0 s");
    }

    @Test
    public void removesWhatABuildThatIsStoppedStarted() throws Exception {
        for (String step : new String[] {"composeUp(timeout: '10m')", "withCompose(timeout: '10m') { echo 'never' }"}) {
            WorkflowRun run = builds.start(Scripts.SICK, step);
            JENKINS.waitForMessage("web started", run);
            run.doStop();
            builds.ended(Result.ABORTED, run);
            assertThat(builds.containers()).isEmpty();
        }
    }

    @Test
    public void removesWhatAStepThatTimesOutStarted() throws Exception {
        WorkflowRun run = builds.run(Result.ABORTED, Scripts.SICK, """
                timeout(time: 15, unit: 'SECONDS') { composeUp(timeout: '10m') }
                """);
        JENKINS.assertLogContains("Stopping 'up'", run);
    }

    @Test
    public void tearsDownWhenTheBodyFailsOrIsStopped() throws Exception {
        builds.run(Result.FAILURE, Scripts.WEB, "withCompose { sh 'docker compose ps -q | grep -q . && exit 7' }");
        assertThat(builds.containers()).isEmpty();
        WorkflowRun run = builds.start(Scripts.WEB, "withCompose { echo 'in the body'; sleep 600 }");
        JENKINS.waitForMessage("in the body", run);
        assertThat(builds.containers()).isNotEmpty();
        run.doStop();
        builds.ended(Result.ABORTED, run);
    }

    @Test
    public void returnsTheBodysValueAndRunsTwoAtATime() throws Exception {
        WorkflowRun run = builds.run(Result.SUCCESS, Scripts.WEB, """
                def got = [:]
                parallel(
                  a: { got.a = withCompose { env.COMPOSE_PROJECT_NAME } },
                  b: { got.b = withCompose { env.COMPOSE_PROJECT_NAME } })
                echo "different: ${got.a != got.b} ${got.a.startsWith('job-steps-durable')}"
                """);
        JENKINS.assertLogContains("different: true true", run);
    }

    @Test
    public void aBlockWithinABlockFindsItsOwnFiles() throws Exception {
        WorkflowRun run = builds.run(Result.SUCCESS, Scripts.WEB, """
                sh 'sed "s/  web:/  other:/" compose.yaml >other.yaml'
                withCompose(files: ['other.yaml']) {
                  withCompose {
                    sh 'echo "within: $(docker compose ps --services)"'
                  }
                  sh 'echo "around: $(docker compose ps --services)"'
                }
                """);
        assertThat(JenkinsRule.getLog(run)).containsSubsequence("within: web\n", "around: other\n");
    }

    @Test
    public void aBlockWithinABlockFindsTheFilesThatTheJobNames() throws Exception {
        WorkflowRun run = builds.run(Result.SUCCESS, Scripts.WEB, """
                sh 'sed "s/  web:/  own:/" compose.yaml >own.yaml; sed "s/  web:/  other:/" compose.yaml >other.yaml'
                withEnv(['COMPOSE_FILE=own.yaml']) {
                  withCompose(files: ['other.yaml']) {
                    withCompose {
                      sh 'echo "within: $(docker compose ps --services)"'
                      withCompose { sh 'echo "innermost: $(docker compose ps --services)"' }
                    }
                  }
                }
                """);
        assertThat(JenkinsRule.getLog(run)).containsSubsequence("within: own\n", "innermost: own\n");
    }

    /** Debian's package docker-compose, and a docker that answers like one without the plugin. */
    @Test
    public void worksWhereOnlyDockerCompose1Is() throws Exception {
        WorkflowRun run = builds.run(Result.SUCCESS, Scripts.WEB, """
                writeFile file: 'bin/docker', text: '''#!/bin/sh
                if [ "$1" = compose ]; then echo 'unknown flag: --ansi' >&2; exit 125; fi
                PATH=${PATH#*:} exec docker "$@"
                '''
                sh 'chmod +x bin/docker'
                withEnv(["PATH+BIN=${env.WORKSPACE}/bin"]) {
                  withCompose {
                    sh '''docker-compose ps -q >before
                          docker-compose exec -T web true
                          docker-compose run --rm -T web true
                          docker-compose up -d
                          docker-compose ps -q >after
                          cmp before after
                          curl -sS http://127.0.0.1:$COMPOSE_PORT_WEB_8000 -o answer'''
                  }
                }
                """);
        JENKINS.assertLogContains("web healthy", run);
    }

    @Test
    public void givesSecretsToServicesAndBodyAndHidesThem() throws Exception {
        WorkflowRun run = builds.run(Result.SUCCESS, """
                services:
                  web:
                    image: IMAGE
                    command: [sleep, "600"]
                    init: true
                    stop_grace_period: 1s
                    environment: {PASSWORD: "${PASSWORD}"}
                    secrets: [db_password]
                secrets: {db_password: {file: ./none}}
                """, """
                withCompose(secrets: [secret(credentialsId: 'db', file: 'db_password'), secret(credentialsId: 'db', env: 'PASSWORD')]) {
                  sh 'docker compose exec -T web sh -c \\'cat /run/secrets/db_password; echo; echo "$PASSWORD"\\' | sort -u | sed "s/^/found /"'
                  sh 'echo "here $PASSWORD"; docker compose config'
                }
                """);
        String log = JenkinsRule.getLog(run);
        assertThat(log).contains("found ****", "here ****").doesNotContain("hunter22");
        assertThat(log.split("found", -1))
                .as("the same as a file and as a variable")
                .hasSize(3); // the trace, one line
        assertHidden(run.getRootDir().toPath());
    }

    /** Another byte would be another configuration, and Compose would make the container anew. */
    @Test
    public void givesTheBodyAndTheServicesTheSameBytesOfEachVariable() throws Exception {
        GitHubFixture.add(new StringCredentialsImpl(
                CredentialsScope.GLOBAL, "lines", "", Secret.fromString("PW='hunter22 $$x\n'\nMODE=production\n")));
        GitHubFixture.add(
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "line", "", Secret.fromString("hunter22\n")));
        GitHubFixture.add(
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "login", "", "sa", "password-of-sa"));
        WorkflowRun run = builds.run(Result.SUCCESS, """
                services:
                  web:
                    image: IMAGE
                    command: [sleep, "600"]
                    init: true
                    stop_grace_period: 1s
                    environment: {PW: "${PW}", LINE: "${LINE}", USER: "${NAME}", MODE: "${MODE}"}
                """, """
                withCompose(secrets: [secret(credentialsId: 'lines', dotenv: true), secret(credentialsId: 'line', env: 'LINE'),
                    secret(credentialsId: 'login', part: 'username', env: 'NAME')]) {
                  sh 'set +x; docker compose exec -T web sh -c \\'printf %s "$PW$LINE$USER$MODE" | sha256sum\\' > in; printf %s "$PW$LINE$NAME$MODE" | sha256sum > out; cmp in out && echo same bytes'
                  sh 'docker compose ps -q > before; docker compose up -d; docker compose ps -q | cmp - before && echo same container'
                  sh 'echo "by $NAME in $MODE"; printf %s "$PW$LINE" | wc -c'
                }
                """);
        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "\nsame bytes",
                        "\nsame container",
                        "\nby sa in production",
                        "\n22\n",
                        "for secret variables PW; not hidden, as ordinary: MODE",
                        "secret 'line' goes to variable LINE of service 'web' on this machine",
                        "Secret 'PW' reaches service 'web' in environment")
                .doesNotContain("hunter22");
        assertHidden(run.getRootDir().toPath());
    }

    /** Nothing that Jenkins keeps of the build may hold the secret. */
    private static void assertHidden(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain("hunter22"));
        }
    }

    @Test
    public void saysWhatIsWrongWithItsParameters() throws Exception {
        assertFails("composeUp(project: 'Not valid')", "project 'Not valid' is not valid.");
        assertFails("composeUp(variables: ['X'])", "Variable 'X' has no value, expected NAME=value.");
        assertFails("composeUp(files: ['missing.yaml'])", "missing.yaml");
        assertFails(
                "verifyEndpoint(url: 'http://127.0.0.1:1/', retries: 1)",
                "GET 'http://127.0.0.1:1/' from this machine got no answer");
    }

    private void assertFails(String step, String message) throws Exception {
        WorkflowRun run = builds.run(Result.FAILURE, Scripts.WEB, step);
        assertThat(JenkinsRule.getLog(run)).contains("ERROR: ").contains(message);
    }

    @Test
    public void refusesContainersWhereVariablesBecomeArguments() throws Exception {
        WorkflowRun run = builds.run(Result.FAILURE, Scripts.WEB, """
                docker.image('%s').inside('--network host') { composeUp() }
                """.formatted(TestBedSettings.baseImage()));
        JENKINS.assertLogContains("Move the step out of the container's block.", run);
    }
}
