/** What reviewers say of cases: verdicts that only grow, the newest of a case counts. */
package org.streetwarden.api.verdicts;
