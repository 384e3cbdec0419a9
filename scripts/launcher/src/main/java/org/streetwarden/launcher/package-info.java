/** The demo: starts real engines, demo cameras, a worker and the api as processes of their own, and looks after them. */
package org.streetwarden.launcher;
