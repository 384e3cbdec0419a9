package org.streetwarden.api;

import java.time.Clock;
import org.streetwarden.api.accounts.Accounts;
import org.streetwarden.api.accounts.Credentials;
import org.streetwarden.api.accounts.Identities;
import org.streetwarden.api.accounts.KeyRing;
import org.streetwarden.api.accounts.OwnAccount;
import org.streetwarden.api.accounts.ProvenSignIn;
import org.streetwarden.api.accounts.Refusals;
import org.streetwarden.api.accounts.Sessions;
import org.streetwarden.api.accounts.SignIn;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.http.WebServer;
import org.streetwarden.api.oidc.OpenIdSignIn;

/** Everything that knows who somebody is. */
final class Reception {

    private Reception() {}

    static WebServer.People open(Database database, ApiSettings settings, Clock clock) {
        Refusals refusals = new Refusals(database, clock);
        Sessions sessions = new Sessions(database, refusals, clock);
        Accounts accounts = new Accounts(database, clock);
        KeyRing keys = new KeyRing(database, clock);
        ProvenSignIn proven = new ProvenSignIn(database, sessions, settings.keys(), refusals, clock);
        return new WebServer.People(
                new Credentials(settings.keys(), keys, sessions),
                new SignIn(database, sessions, refusals, clock),
                settings.provider()
                        .map(provider -> new OpenIdSignIn(
                                provider, settings.publicUrl(), settings.ownServices(), proven, clock)),
                sessions,
                accounts,
                new OwnAccount(database, accounts),
                new Identities(database, clock),
                keys,
                refusals,
                settings.publicUrl().startsWith("https:"));
    }
}
