/** Real Redis, PostgreSQL and S3 servers as child processes on loopback, for the demo and the tests. */
package org.streetwarden.engines;
