/** Reports for people: figures with their intervals, pages that stand by themselves, parts of pictures. */
package org.streetwarden.models.report;
