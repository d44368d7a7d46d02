package io.jenkins.plugins.composerelease.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What becomes of conditions in a request. {@link SampleTargets} has each kind. */
public class WaitConditionTest {
    @ClassRule
    public static final JenkinsRule j = new JenkinsRule();

    @Test
    public void severalConditionsOfAServiceAreAList() throws Exception {
        assertThat(WaitCondition.request(
                                List.of(of("web", new HealthyCondition()), new HttpCondition("https://web:8443/x?a=b")))
                        .toString())
                .isEqualTo("{\"web\":[\"healthy\",{\"http\":{\"url\":\"https://web:8443/x?a=b\",\"status\":200}}]}");
        assertThat(WaitCondition.request(List.of(of("a", new RunningCondition())))
                        .toString())
                .isEqualTo("{\"a\":\"running\"}");
        assertThat(WaitCondition.request(List.of())).isEmpty();
    }

    @Test
    public void theServiceOfARequestMayDifferFromItsHost() throws Exception {
        assertThat(WaitCondition.request(List.of(of("web", new HttpCondition("http://shop.example.com:8000/"))))
                        .fieldNames())
                .toIterable()
                .containsExactly("web");
    }

    @Test
    public void saysWhatIsWrong() {
        refused(new HealthyCondition(), "Condition 1 of 'wait' has no service. Name the one");
        refused(of("-x", new HealthyCondition()), "wait: service '-x' is not valid.");
        refused(of("a", new TcpCondition(0)), "Condition of service 'a': tcp is 0, expected at least 1.");
        refused(of("a", new TcpCondition(65536)), "Condition of service 'a': port is 65536, expected at most 65535.");
        refused(of("a", new LogCondition("(")), "Condition of service 'a': log: regular expression '(' is not valid");
        refused(of("a", new LogCondition(" ")), "Condition of service 'a': pattern is missing.");
        refused(of("a", new ExecCondition(List.of())), "Condition of service 'a': command is empty.");
        refused(of("a", new HttpCondition("web:80")), "Condition of service 'a': url: URL 'web:80' is not valid.");
        refused(of("a", new AnyOfCondition(List.of())), "Condition of service 'a': conditions is empty.");
        refused(
                of("a", new AllOfCondition(List.of(of("b", new HealthyCondition())))),
                "Condition of service 'a': one of its conditions names service 'b', expected none.");
        RunningCondition running = new RunningCondition();
        running.setStableFor("long");
        refused(of("a", running), "Condition of service 'a': running: duration 'long' is not valid.");
    }

    private static AbstractThrowableAssert<?, ?> refused(WaitCondition condition, String message) {
        return assertThatThrownBy(() -> WaitCondition.request(List.of(condition)))
                .isInstanceOf(hudson.AbortException.class)
                .hasMessageContaining(message);
    }

    private static WaitCondition of(String service, WaitCondition condition) {
        condition.setService(service);
        return condition;
    }
}
