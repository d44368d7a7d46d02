package io.jenkins.plugins.composerelease.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What a Jenkinsfile can say about the start of services, with a real Docker engine. */
public class ComposeWaitTest {
    /** Every service is ready by another sign; {@code web} publishes no port. */
    private static final String APPLICATION = """
            services:
              web:
                image: IMAGE
                command: [python3, -m, http.server, "8000"]
                init: true
                stop_grace_period: 1s
              queue:
                image: IMAGE
                command: [sh, -c, "echo queue is ready; exec sleep 600"]
                init: true
                stop_grace_period: 1s
              migrations:
                image: IMAGE
                command: [sh, -c, "echo migrated; exit 3"]
            """;

    private static final String FIXED = """
            services:
              db:
                image: IMAGE
                command: [sleep, "600"]
                init: true
                stop_grace_period: 1s
                volumes: ["data:/data"]
              web:
                image: IMAGE
                command: [python3, -m, http.server, "8000"]
                init: true
                depends_on: [db]
                ports: ["127.0.0.1:18417:8000"]
                stop_grace_period: 1s
                environment: {COLOUR: "${COLOUR}"}
            volumes: {data: {}}
            """;

    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private final StackBuilds builds = new StackBuilds(JENKINS, "wait");

    @BeforeClass
    public static void addAgents() throws Exception {
        JENKINS.createOnlineSlave(Label.get("agent"));
        JENKINS.createOnlineSlave(Label.get("agent")); // of one executor each
    }

    @After
    public void nothingIsLeft() {
        builds.assertNothingIsLeft();
    }

    @Test
    public void waitsForEveryKindOfCondition() throws Exception {
        WorkflowRun run = builds.run(Result.SUCCESS, APPLICATION, """
                withCompose(wait: [
                    http('http://web:8000/'), tcp(service: 'web', port: 8000), exec(service: 'web', command: ['test', '-d', '/']),
                    anyOf(service: 'queue', conditions: [healthy(), allOf([log('queue is ready'), running(stableFor: '1s')])]),
                    exited(service: 'migrations', code: 3)]) {
                  echo 'in the body'
                }
                """);
        JENKINS.assertLogContains("in the body", run);
    }

    @Test
    public void saysWhichConditionDidNotHoldAndShowsItOnThePageOfTheBuild() throws Exception {
        WorkflowRun run = builds.run(
                Result.FAILURE,
                APPLICATION,
                "composeUp(services: ['queue'], timeout: '3s', wait: [log(service: 'queue', pattern: 'never written')])");
        assertThat(JenkinsRule.getLog(run)).contains("ERROR: Service 'queue'", "never written");
        String page = JENKINS.createWebClient()
                .goTo(run.getUrl() + "release")
                .getWebResponse()
                .getContentAsString();
        assertThat(page).contains("Evidence: service queue", "queue is ready");
    }

    @Test
    public void refusesConditionsThatCannotHold() throws Exception {
        fails("wait: [tcp(port: 1)]", "Condition 1 of 'wait' has no service.");
        fails("wait: [healthy(service: 'wbe')]", "wbe");
        fails("wait: [log(service: 'web', pattern: '(')]", "regular expression '(' is not valid");
        fails("logs: 'some'", "logs is 'some', expected one of: failing, all, none.");
    }

    private void fails(String parameters, String message) throws Exception {
        WorkflowRun run = builds.run(Result.FAILURE, APPLICATION, "composeUp(" + parameters + ")");
        assertThat(JenkinsRule.getLog(run))
                .contains("ERROR: ")
                .contains(message)
                .doesNotContain("started");
    }

    @Test
    public void showsAllLogsOrNone() throws Exception {
        String all =
                "withCompose(services: ['queue'], logs: 'all', wait: [running(service: 'queue', stableFor: '1s')]) { }";
        JENKINS.assertLogContains("queue is ready", builds.run(Result.SUCCESS, APPLICATION, all));
        String none =
                "composeUp(services: ['queue'], logs: 'none', timeout: '3s', wait: [tcp(service: 'queue', port: 9)])";
        JENKINS.assertLogNotContains("queue is ready", builds.run(Result.FAILURE, APPLICATION, none));
    }

    @Test
    public void buildsWithTheSameFixedPortRunSideBySide() throws Exception {
        String body = "withCompose(freePorts: true, variables: ['COLOUR=red']) {"
                + " sh 'curl -sS http://127.0.0.1:$COMPOSE_PORT_WEB_8000 -o answer; echo in the body of $BUILD_TAG'; %s }";
        WorkflowRun first = builds.start(FIXED, body.formatted("sleep 600"));
        JENKINS.waitForMessage("+ echo in the body", first);
        WorkflowRun second = builds.run(Result.SUCCESS, FIXED, body.formatted(""));
        JENKINS.assertLogNotContains("whose build is over", second);
        assertThat(builds.containers()).as("those of the first build").hasSize(2);
        first.doStop();
        builds.ended(Result.ABORTED, first);
    }

    @Test
    public void anotherComposeInTheBodyRecreatesNothing() throws Exception {
        for (String freePorts : new String[] {"false", "true"}) {
            builds.run(Result.SUCCESS, FIXED, """
                    withCompose(freePorts: %s, variables: ['COLOUR=dark $blue']) {
                      sh '''
                        docker compose ps --all --quiet | sort >before
                        test "$(wc -l <before)" = 2
                        docker compose run --rm -T web printenv COLOUR | grep -qx "dark .blue"
                        docker compose exec -T web true
                        docker compose up --detach --no-build --wait
                        docker compose ps --all --quiet | sort >after
                        cmp before after
                      '''
                    }
                    """.formatted(freePorts));
        }
    }

    /** As on an agent with Debian's docker-compose, whose docker has no compose plugin. */
    @Test
    public void theSameWithDockerCompose129() throws Exception {
        builds.run(Result.SUCCESS, FIXED, """
                writeFile file: 'bin/docker', text: '''#!/bin/sh
                [ "$1" != compose ] || { echo 'unknown flag: --ansi' >&2; exit 125; }
                PATH="${PATH#*:}"
                exec docker "$@"
                '''
                sh 'chmod +x bin/docker'
                withEnv(["PATH=${pwd()}/bin:${env.PATH}"]) {
                  withCompose(freePorts: true, variables: ['COLOUR=red']) {
                    sh '''
                      ! docker compose version
                      curl -sS http://127.0.0.1:$COMPOSE_PORT_WEB_8000 -o answer
                      docker-compose ps --quiet | sort >before
                      test "$(wc -l <before)" = 2
                      docker-compose run --rm -T web printenv COLOUR | grep -qx red
                      docker-compose exec -T web true
                      docker-compose ps --quiet | sort >after
                      cmp before after
                    '''
                  }
                }
                """);
    }

    @Test
    public void removesWhatABuildThatIsOverHasLeft() throws Exception {
        builds.run(Result.SUCCESS, FIXED, "composeUp(freePorts: true, variables: ['COLOUR=red'])");
        assertThat(builds.containers()).hasSize(2);
        assertThat(builds.volumes()).hasSize(1);
        String named = builds.containers().get(0).replaceFirst("-[^-]*-[0-9]+$", "-named");
        WorkflowRun second = builds.run(
                Result.SUCCESS,
                FIXED,
                "composeUp(project: '" + named + "', freePorts: true, variables: ['COLOUR=red'])");
        assertThat(builds.containers())
                .as("a start with a name of its own removes nothing")
                .hasSize(4);
        JENKINS.assertLogNotContains("whose build is over", second);

        WorkflowRun third = builds.run(Result.SUCCESS, Scripts.WEB, "withCompose { }");
        JENKINS.assertLogContains("whose build is over", third);
        assertThat(builds.containers())
                .as("only what has a name of its own is left")
                .hasSize(2)
                .allMatch(name -> name.startsWith(named));
        builds.run(Result.SUCCESS, FIXED, "composeDown(project: '" + named + "')");
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
                        withCompose(services: ['web'], logs: 'none', wait: [anyOf(service: 'web', conditions: [healthy(), tcp(8000)])]) {
                          echo 'in the body'
                        }
                      }
                    }
                  }
                }
                """.formatted(
                        TestBedSettings.dockerHost(), APPLICATION.replace("IMAGE", TestBedSettings.baseImage())));
        JENKINS.assertLogContains("in the body", run);
    }
}
