/** People sign in by another server's word (OpenID Connect Core 1.0, authorization code with PKCE). */
package org.streetwarden.api.oidc;
