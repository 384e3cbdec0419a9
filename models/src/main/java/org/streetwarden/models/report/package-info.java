/** Reports for people: figures with their intervals, pages that stand by themselves, parts of pictures; and how far long work is. */
package org.streetwarden.models.report;
