package io.shardmesh.node.runtime;

import io.shardmesh.node.core.Journal;

/** Journal lines into the process's log. */
final class LogJournal implements Journal {
    private static final System.Logger LOG = System.getLogger("io.shardmesh.node");

    @Override
    public void info(String line) {
        LOG.log(System.Logger.Level.INFO, line);
    }

    @Override
    public void warn(String line) {
        LOG.log(System.Logger.Level.WARNING, line);
    }
}
