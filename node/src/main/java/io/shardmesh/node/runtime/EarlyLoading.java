package io.shardmesh.node.runtime;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.node.home.Home;

/**
 * Loads what the start of a node will need and what takes long for the first time, on a thread of
 * its own. It touches nothing that a home keeps, so that it may run before the keys are open and
 * while another process owns the home.
 */
public final class EarlyLoading {
    private EarlyLoading() {}

    /** Begins. Whoever needs a part that is being loaded waits for it as for any class. */
    public static void begin(Home home) {
        Thread.ofPlatform().daemon().name("shardmesh-loading").start(() -> load(home));
    }

    private static void load(Home home) {
        try {
            HomeStorage.loadLibrary(home);
            var _ = Blake3.kernelName();
        } catch (RuntimeException trouble) {
            return; // Whoever needs it meets the trouble again, and reports it.
        }
    }
}
