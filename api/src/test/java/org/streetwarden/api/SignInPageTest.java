package org.streetwarden.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.oidc.FakeProvider;
import org.streetwarden.api.oidc.OpenIdSignIn;

/** The page to sign in, as somebody without a key meets it. */
class SignInPageTest extends ConsoleBench {

    private static FakeProvider provider;
    private static Doorway doorway;

    /** People are sent back to an address that is known before the api's is. */
    @BeforeAll
    static void knowAnotherServer() throws Exception {
        Peers.await("schema", () -> new Web(api.port()).get("/readyz").statusCode() == 200);
        api.close();
        doorway = new Doorway();
        provider = new FakeProvider(doorway.address() + OpenIdSignIn.CALLBACK, Clock.systemUTC());
        Files.writeString(dir.resolve("oidc.secret"), FakeProvider.SECRET + "\n");
        Files.writeString(dir.resolve("oidc.yaml"), """
                issuer: %s
                client-id: streetwarden
                client-secret: file:oidc.secret
                button: {zh: 市统一身份认证, en: City sign-in}
                plain-http: true
                allow: ["%s"]
                roles: [{claim: groups, value: reviewers, roles: [reviewer]}]
                """.formatted(provider.issuer(), provider.address()));
        Map<String, String> environment = peers.environment();
        environment.put("STREETWARDEN_PUBLIC_URL", doorway.address());
        environment.put("STREETWARDEN_OIDC", dir.resolve("oidc.yaml").toString());
        api = Api.start(ApiSettings.from(environment), Clock.systemUTC());
        doorway.leadTo(api.port());
    }

    @AfterAll
    static void closeBoth() throws Exception {
        if (doorway != null) {
            doorway.close();
            provider.close();
        }
    }

    @BeforeEach
    void knowNobody() throws Exception {
        Peers.await("schema", () -> new Web(api.port()).get("/readyz").statusCode() == 200);
        context.setExtraHTTPHeaders(Map.of());
    }

    private static JsonNode post(String path, String body) {
        return Web.json(Web.as(Peers.key(Role.SECURITY_ADMIN), api.port())
                .send("POST", path, body.getBytes(UTF_8), "Content-Type", "application/json"));
    }

    /** What a browser says of a refusal is no fault of the page. */
    private void expectRefusals() {
        assertThat(complaints).allMatch(complaint -> complaint.matches("(?s).*40[134].*|.*422.*"));
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
        page.locator(".sign-in form button").click();
        assertThat(page.locator("[role=alert]")).containsText("不符");
        page.locator("input[name=password]").fill(password);
        page.locator(".sign-in form button").click();
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

    @Test
    void signsInByAnotherServersWord() {
        provider.person("sub-1", "何", List.of("reviewers"));
        page.navigate(doorway.address() + "/coverage");
        page.locator(".elsewhere button").click();
        assertThat(page).hasURL(doorway.address() + "/coverage");
        page.locator(".caller").click();
        assertThat(page.locator(".account-page .facts")).containsText(provider.issuer());
        assertThat(page.locator(".account-page .facts")).containsText("审核员");
        assertThat(page.locator(".sign-ins tbody tr")).hasCount(1);
        provider.person("sub-1", "何", List.of());
        page.navigate(doorway.address() + "/login");
        page.locator(".elsewhere button").click();
        assertThat(page.locator("[role=alert]")).not().isEmpty();
        expectRefusals();
    }

    @Test
    void setsUpCodesAndSignsInByThem() {
        String password = post("/api/v1/accounts", "{\"name\":\"许\",\"roles\":[\"operator\"]}")
                .get("password")
                .asText();
        open("/login?next=/account");
        signIn("许", password, "");
        page.locator(".set-up").click();
        page.locator(".codes input[name=password]").fill(password);
        page.locator(".codes form button[type=submit]").click();
        String secret = page.locator(".codes .secret").innerText();
        assertThat(page.locator(".codes .qr path")).hasAttribute("d", Pattern.compile("M\\d.*"));
        page.locator(".codes input[name=code]").fill("12345");
        page.locator(".codes form button[type=submit]").click();
        assertThat(page.locator(".account-page > .judgement-said")).containsText("验证码不对");
        long step = Authenticator.step(Instant.now());
        page.locator(".codes input[name=code]").fill(Authenticator.code(secret, step));
        page.locator(".codes form button[type=submit]").click();
        assertThat(page.locator(".recovery li")).hasCount(8);
        page.locator(".sign-out").click();
        long next = Math.max(step + 1, Authenticator.step(Instant.now()));
        signIn("许", password, Authenticator.code(secret, next));
        assertThat(page.locator(".caller")).hasText("许");
        expectRefusals();
    }

    private void signIn(String name, String password, String code) {
        page.locator(".sign-in input[name=name]").fill(name);
        page.locator(".sign-in input[name=password]").fill(password);
        page.locator(".sign-in input[name=code]").fill(code);
        page.locator(".sign-in form button").click();
    }

    /** Whoever gives roles has no other page. */
    @Test
    void makesAnAccountAndAKeyThatAreShownOnce() {
        String password = post("/api/v1/accounts", "{\"name\":\"管\",\"roles\":[\"security-admin\"]}")
                .get("password")
                .asText();
        open("/login");
        signIn("管", password, "");
        page.locator(".add").click();
        page.locator(".editor input[name=name]").fill("吕");
        page.locator(".editor input[value=reviewer]").check();
        page.locator(".editor input[name=grids]").fill("370126001001，370126001002");
        page.locator(".editor form button[type=submit]").click();
        assertThat(page.locator(".shown-once code")).hasText(Pattern.compile("[\\w-]{20}"));
        assertThat(page.locator(".accounts tr", new Page.LocatorOptions().setHasText("吕")))
                .containsText("370126001001, 370126001002");
        page.locator(".add-key").click();
        page.locator(".api-keys input[name=name]").fill("city");
        page.locator(".api-keys input[value=platform]").check();
        page.locator(".api-keys input[name=signs]").check();
        page.locator(".api-keys form button[type=submit]").click();
        assertThat(page.locator(".shown-once code")).hasCount(2);
        assertThat(page.locator(".api-keys tr", new Page.LocatorOptions().setHasText("city")))
                .containsText("签名");
        expectRefusals();
    }
}
