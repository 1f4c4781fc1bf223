package io.shardmesh.testing.cluster;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A home in which a load runs commands: by its service, or by nodes of their own where none runs.
 *
 * <p>A command that finds the service dead begins a node of its own, which owns the home as long as
 * it runs. So the service is started again in a pause, when no command runs here. Thread-safe.
 */
final class LoadedHome {
    private final String name;
    private final Path home;
    private final Ledger ledger = new Ledger();
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock(true);

    LoadedHome(String name, Path home) {
        this.name = name;
        this.home = home;
    }

    String name() {
        return name;
    }

    Path home() {
        return home;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Runs a command of the load. */
    void use(Runnable command) {
        gate.readLock().lock();
        try {
            command.run();
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Runs this while no command runs here. */
    void pause(Runnable work) {
        gate.writeLock().lock();
        try {
            work.run();
        } finally {
            gate.writeLock().unlock();
        }
    }
}
