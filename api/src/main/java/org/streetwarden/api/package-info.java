/** The process that people and platforms talk to: takes in what workers file, owns cases, serves the console. */
package org.streetwarden.api;
