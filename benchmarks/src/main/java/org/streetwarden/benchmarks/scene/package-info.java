/** What the clean reference finds and what it wrongly proposes; signatures that lost stay here as peers. */
package org.streetwarden.benchmarks.scene;
