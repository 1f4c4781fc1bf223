package io.shardmesh.simulator;

/** Prints the digest of a seed's trace; a main class of its own for fresh JVMs. */
final class TraceOfSeed {
    private TraceOfSeed() {}

    public static void main(String[] arguments) {
        System.out.println(Scenario.run(Long.parseLong(arguments[0])).trace());
    }
}
