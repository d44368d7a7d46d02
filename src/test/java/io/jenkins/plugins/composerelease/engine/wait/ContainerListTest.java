package io.jenkins.plugins.composerelease.engine.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ContainerListTest {

    @Test
    public void readsALineForEachContainer() {
        List<ContainerList.Entry> entries =
                ContainerList.parse("a1\trunning\tUp 40 seconds (healthy)\tshop-db-1,shop-web-1/db\tdb\t"
                        + "127.0.0.1:32769->80/tcp, 0.0.0.0:8000-8001->9000-9001/tcp, [::]:53->53/udp, 6379/tcp\n"
                        + "b2\texited\tExited (137) 3 seconds ago\tshop-web-1\tweb\t\n"
                        + "WARNING: something else\n");

        assertThat(entries).hasSize(2);
        ContainerState db = entries.get(0).state();
        assertThat(db.name()).isEqualTo("shop-db-1");
        assertThat(db.service()).isEqualTo("db");
        assertThat(db.hasHealth("healthy")).isTrue();
        assertThat(db.ports())
                .containsExactly(
                        new PublishedPort(80, "tcp", "127.0.0.1", 32769),
                        new PublishedPort(9000, "tcp", "0.0.0.0", 8000),
                        new PublishedPort(9001, "tcp", "0.0.0.0", 8001),
                        new PublishedPort(53, "udp", "::", 53));
        assertThat(entries.get(0).age()).isEqualTo(Duration.ofSeconds(40));
        ContainerState web = entries.get(1).state();
        assertThat(web.is("exited")).isTrue();
        assertThat(web.exitCode()).isEqualTo(137);
        assertThat(web.health()).isEqualTo(Optional.empty());
    }

    @Test
    public void readsHealthFromTheWordsOfDocker() {
        assertThat(health("Up 2 seconds (health: starting)")).contains("starting");
        assertThat(health("Up 2 hours (unhealthy)")).contains("unhealthy");
        assertThat(health("Up 2 hours (Paused)")).isEmpty();
        assertThat(health("Up 2 hours")).isEmpty();
    }

    @Test
    public void readsAgesFromTheWordsOfDocker() {
        assertThat(ContainerList.age("Up Less than a second")).isEqualTo(Duration.ZERO);
        assertThat(ContainerList.age("Up 1 second")).isEqualTo(Duration.ofSeconds(1));
        assertThat(ContainerList.age("Up 40 seconds (health: starting)")).isEqualTo(Duration.ofSeconds(40));
        assertThat(ContainerList.age("Up About a minute (healthy)")).isGreaterThanOrEqualTo(Duration.ofSeconds(45));
        assertThat(ContainerList.age("Up 3 weeks")).isGreaterThanOrEqualTo(Duration.ofSeconds(45));
        assertThat(ContainerList.age("Restarting (3) 5 seconds ago")).isEqualTo(Duration.ZERO);
        assertThat(ContainerList.age("Exited (0) 3 seconds ago")).isEqualTo(Duration.ZERO);
        assertThat(ContainerList.age("Created")).isEqualTo(Duration.ZERO);
    }

    private static Optional<String> health(String status) {
        return ContainerList.parse("a\trunning\t" + status + "\tn\ts\t")
                .get(0)
                .state()
                .health();
    }
}
