/** Everything an installation holds, taken out whole and put back: the database, the evidence store, and what proves both. */
package org.streetwarden.api.backup;
