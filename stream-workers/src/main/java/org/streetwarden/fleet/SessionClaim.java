package org.streetwarden.fleet;

/**
 * What a worker has at an upstream that many share.
 *
 * @param limit sessions and starts that all together may have
 * @param sessions it has open, or may open without asking again
 * @param cameras it holds there
 */
record SessionClaim(String upstreamId, int limit, int sessions, int cameras) {}
