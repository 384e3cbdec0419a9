package org.streetwarden.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.accounts.Role;

class AccessTableTest {

    private static JsonNode yaml(String roles) throws Exception {
        return new YAMLMapper().readTree("paths: {/a: {get: {summary: b%s}}}".formatted(roles));
    }

    @Test
    void namesARouteThatNobodyIsNamedFor() throws Exception {
        AccessTable table = AccessTable.read(yaml(""));
        assertThatThrownBy(() -> table.rule("get /a"))
                .hasMessageStartingWith("get /a: expected x-roles at this operation in openapi.yaml");
        assertThatThrownBy(() -> AccessTable.read(yaml(", x-roles: []")).rule("get /a"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesARoleThatThereIsNot() {
        assertThatThrownBy(() -> AccessTable.read(yaml(", x-roles: [king]")))
                .hasMessageContaining("get /a: x-roles: expected a role or anyone, found king");
    }

    @Test
    void readsWhatIsStated() throws Exception {
        AccessTable.Rule rule =
                AccessTable.read(yaml(", x-roles: [pilot], x-scoped: true")).rule("get /a");
        assertThat(rule.roles()).containsExactly(Role.PILOT);
        assertThat(rule.anyone()).isFalse();
        assertThat(rule.scoped()).isTrue();
    }

    @Test
    void fillsAnAllowanceSteadily() {
        AtomicLong nanos = new AtomicLong();
        Allowance allowance = new Allowance(2, 10, nanos::get);
        assertThat(allowance.take("a", 10)).isTrue();
        assertThat(allowance.take("a", 1)).isFalse();
        assertThat(allowance.take("b", 1)).isTrue();
        nanos.addAndGet(500_000_000L);
        assertThat(allowance.take("a", 1)).isTrue();
        assertThat(allowance.take("a", 1)).isFalse();
    }
}
