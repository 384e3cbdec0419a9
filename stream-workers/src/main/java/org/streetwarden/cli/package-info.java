/** The commands of the process that watches. */
package org.streetwarden.cli;
