/**
 * Outcomes as text for people or as JSON for programs. Pure functions: the same outcome always
 * gives the same characters.
 */
@NullMarked
package io.shardmesh.cli.render;

import org.jspecify.annotations.NullMarked;
