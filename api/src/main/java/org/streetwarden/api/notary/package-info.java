/** Others as witnesses of the log: checkpoints shown elsewhere and time-stamped by an authority (RFC 3161). */
package org.streetwarden.api.notary;
