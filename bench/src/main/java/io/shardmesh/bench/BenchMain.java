package io.shardmesh.bench;

import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.erasure.ErasureCode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks that match the regular expressions given, or all; other arguments are JMH's.
 * Figures are operations a second; one operation is what {@link Stripe} or a benchmark's own text
 * says it is.
 */
public final class BenchMain {

    private BenchMain() {}

    /** Runs in forked JVMs that inherit this one's options, system properties included. */
    public static void main(String[] arguments) throws Exception {
        System.out.println("erasure: " + ErasureCode.kernelName());
        System.out.println("blake3: " + Blake3.kernelName());
        var options = new OptionsBuilder().parent(new CommandLineOptions(arguments));
        new Runner(options.build()).run();
    }
}
