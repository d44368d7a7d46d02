package io.jenkins.plugins.composerelease.adapter.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.composerelease.engine.model.InvalidInputException;
import java.util.List;
import org.junit.Test;

public class JdbcUrlTest {

    @Test
    public void replacesHostAndPortOnly() {
        assertThat(new JdbcUrl("jdbc:postgresql://db:5433/app?ssl=true")
                        .at("127.0.0.1", 9)
                        .text())
                .isEqualTo("jdbc:postgresql://127.0.0.1:9/app?ssl=true");
        assertThat(new JdbcUrl("jdbc:postgresql://[::1]/app").at("127.0.0.1", 9).text())
                .isEqualTo("jdbc:postgresql://127.0.0.1:9/app");
    }

    @Test
    public void knowsTheUsualPorts() {
        assertThat(new JdbcUrl("jdbc:postgresql://db/app").port()).isEqualTo(5432);
        assertThat(new JdbcUrl("jdbc:mariadb://db/app").port()).isEqualTo(3306);
        assertThat(new JdbcUrl("jdbc:postgresql://db:1/app").port()).isEqualTo(1);
    }

    @Test
    public void showsNoPassword() {
        for (String url : List.of(
                "jdbc:postgresql://db/app?user=a&password=s3cret",
                "jdbc:postgresql://db/app?password=s3cret&x=1",
                "jdbc:h2:mem:x;USER=a;PASSWORD=s3cret",
                "jdbc:postgresql://db/app?sslpassword=s3cret",
                "jdbc:mysql://user:s3cret@db/app")) {
            assertThat(new JdbcUrl(url).toString()).doesNotContain("s3cret").contains("****");
        }
    }

    @Test
    public void refusesWhatNoForwardCanReplaceAndShowsNoPassword() {
        for (String url : List.of(
                "jdbc:h2:mem:x;PASSWORD=s3cret",
                "jdbc:postgresql://a,b/app?password=s3cret",
                "jdbc:mysql://user:s3cret@db/app")) {
            assertThatThrownBy(() -> new JdbcUrl(url).at("127.0.0.1", 1))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageNotContaining("s3cret");
        }
    }
}
