/** From a finished record on this disk to the store and the stream: nothing lost, nothing filed twice. */
package org.streetwarden.filing;
