/** The models at work in one worker: brought, proven, swapped between two batches, watched, taken back. */
package org.streetwarden.rollout;
