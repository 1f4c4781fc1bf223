package io.shardmesh.testing.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** All that is malformed and tried on a real node, and what each case gets. */
public final class MalformedTable {
    /** Connections at once: most cases wait for ten seconds, and a node takes few handshakes. */
    private static final int PARALLEL = 16;

    private static final int FIRST_HOST = 2;

    private MalformedTable() {}

    static List<Malformed> cases() {
        return Stream.of(EarlyCases.all(), YamuxCases.all(), StreamCases.all())
                .flatMap(List::stream)
                .toList();
    }

    /** The lines of the table in docs/limits.md. */
    public static List<String> rows() {
        return cases().stream().map(Malformed::row).toList();
    }

    /**
     * Tries every case on a node, each from an address of its own of 127.0.0.0/8.
     *
     * @return what was not as the table says; empty when all was
     */
    public static List<String> tryOn(InetSocketAddress node) {
        List<Malformed> cases = cases();
        List<Future<String>> results = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(PARALLEL)) {
            for (int i = 0; i < cases.size(); i++) {
                Malformed one = cases.get(i);
                String from = "127.0.0." + (FIRST_HOST + i);
                Callable<String> trial = () -> verdict(one, from, node);
                results.add(pool.submit(trial));
            }
            for (Future<String> result : results) {
                wrong.add(result.get());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            wrong.add("interrupted");
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug);
        }
        return wrong.stream().filter(line -> !line.isEmpty()).toList();
    }

    private static String verdict(Malformed one, String from, InetSocketAddress node) {
        String seen;
        try {
            Outcome got = one.tryOn(from, node);
            if (got == one.gets()) {
                return "";
            }
            seen = got.text();
        } catch (IOException trouble) {
            seen = String.valueOf(trouble.getMessage());
        }
        return "%s, %s: %s instead of %s"
                .formatted(one.state().text(), one.what(), seen, one.gets().text());
    }
}
