/** What a city says of its cameras before anybody looks at them: GB/T 28181 codes, positions, the rows of a catalogue. */
package org.streetwarden.directory;
