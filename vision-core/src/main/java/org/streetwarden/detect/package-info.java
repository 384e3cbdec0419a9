/** What a model says about one picture. */
package org.streetwarden.detect;
