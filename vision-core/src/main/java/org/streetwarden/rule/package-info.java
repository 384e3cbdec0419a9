/** What becomes of an incident: the city's rules as values, judged without a clock or a database. */
package org.streetwarden.rule;
