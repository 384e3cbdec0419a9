/** Who may do what: roles, keys, accounts and sessions. */
package org.streetwarden.api.accounts;
