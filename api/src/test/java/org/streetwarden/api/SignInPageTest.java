package org.streetwarden.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.accounts.Role;

/** The page to sign in, as somebody without a key meets it. */
class SignInPageTest extends ConsoleBench {

    @BeforeEach
    void knowNobody() throws Exception {
        Peers.await("schema", () -> new Web(api.port()).get("/readyz").statusCode() == 200);
        context.setExtraHTTPHeaders(Map.of());
    }

    private static JsonNode post(String path, String body) {
        return Web.json(Web.as(Peers.key(Role.SECURITY_ADMIN), api.port())
                .send("POST", path, body.getBytes(UTF_8), "Content-Type", "application/json"));
    }

    /** What a browser says of an answer 401 is no fault of the page. */
    private void expectRefusals() {
        assertThat(complaints).allMatch(complaint -> complaint.contains("401"));
        complaints.clear();
    }

    @Test
    void sendsAStrangerToSignInAndBack() {
        String password = post("/api/v1/accounts", "{\"name\":\"陈\",\"roles\":[\"reviewer\"]}")
                .get("password")
                .asText();
        open("/coverage");
        assertThat(page.locator("h1")).hasText("登录");
        page.locator("input[name=name]").fill("陈");
        page.locator("input[name=password]").fill("wrong-wrong");
        page.locator(".sign-in button").click();
        assertThat(page.locator("[role=alert]")).containsText("不符");
        page.locator("input[name=password]").fill(password);
        page.locator(".sign-in button").click();
        assertThat(page).hasURL(new Web(api.port()).base() + "/coverage");
        assertThat(page.locator(".caller")).hasText("陈");
        page.locator(".sign-out").click();
        assertThat(page.locator("h1")).hasText("登录");
        expectRefusals();
    }

    @Test
    void signsInByALinkThatHoldsOnce() {
        post("/api/v1/accounts", "{\"name\":\"demo\",\"roles\":[\"operator\"]}");
        String link = post("/api/v1/accounts/demo/link", "{}").get("path").asText();
        open(link);
        assertThat(page.locator(".caller")).hasText("demo");
        assertThat(List.of(page.url())).noneMatch(url -> url.contains("once"));
        assertThat(page.locator(".link-state.on")).isVisible();
        expectRefusals();
    }
}
