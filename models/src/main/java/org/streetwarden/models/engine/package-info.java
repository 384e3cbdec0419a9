/** The engines that run a model's graph, and the detectors made of them. Foreign types end here. */
package org.streetwarden.models.engine;
