/**
 * The rules of the house, as tests: who may depend on whom, what pure packages do not do, and that
 * the tree stays tidy. Depends on the compiled classes of all modules and on the source tree; owns
 * no state. Read {@code ArchitectureTest} first.
 */
@NullMarked
package io.shardmesh.testing.rules;

import org.jspecify.annotations.NullMarked;
