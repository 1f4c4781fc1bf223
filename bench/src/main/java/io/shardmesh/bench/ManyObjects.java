package io.shardmesh.bench;

import io.shardmesh.crypto.Digest;
import io.shardmesh.node.NodeLauncher;
import io.shardmesh.node.api.CatalogPage;
import io.shardmesh.node.api.CatalogQuery;
import io.shardmesh.node.api.Node;
import io.shardmesh.node.home.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Fills a mesh that {@code scripts/cluster.sh} has made up to a number of objects, and tells what
 * puts, names and lookups cost among so many. For {@code scripts/bench-many.sh}.
 */
public final class ManyObjects {
    private static final int AT_ONCE_COUNT = 16;
    private static final int MEASURED_COUNT = 300;
    private static final long SEED = 42;

    private final Node node;
    private final Consumer<String> out;

    private ManyObjects(Node node, Consumer<String> out) {
        this.node = node;
        this.out = out;
    }

    /** Takes the directory of the mesh, how many objects there are, and how many there shall be. */
    @SuppressWarnings("SystemOut") // A command line.
    public static void main(String[] arguments) throws Exception {
        Home home = Home.open(Path.of(arguments[0], "1"));
        int from = Integer.parseInt(arguments[1]);
        int to = Integer.parseInt(arguments[2]);
        try (Node node = NodeLauncher.connect(home, System.getenv()).orElseThrow()) {
            new ManyObjects(node, System.out::println).run(from, to);
        }
    }

    private void run(int from, int to) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        Runnable put = () -> SmallObject.put(node, name(next.getAndIncrement()));
        var _ = Laps.run(AT_ONCE_COUNT, to - from - 2 * MEASURED_COUNT, _ -> put.run());
        out.accept(Laps.HEADING);
        out.accept(Laps.run(AT_ONCE_COUNT, MEASURED_COUNT, _ -> put.run()).row("put, 16 at once"));
        out.accept(Laps.run(1, MEASURED_COUNT, _ -> put.run()).row("put, one after the other"));
        Random random = new Random(SEED);
        out.accept(Laps.run(1, MEASURED_COUNT, _ -> find(random.nextInt(to))).row("name"));
        out.accept(
                Laps.run(1, MEASURED_COUNT, _ -> locate(find(random.nextInt(to))))
                        .row("name, and its records at the holders"));
        out.accept(Laps.run(1, 1, _ -> list(to)).row("list of all " + to));
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "folder/object-%07d", number);
    }

    private Digest find(int number) {
        return node.catalog().find(name(number)).join().orElseThrow().objectKey();
    }

    private void locate(Digest key) {
        var _ = node.objects().locate(key).join();
    }

    private void list(int expectedCount) {
        int count = 0;
        Optional<String> from = Optional.empty();
        do {
            CatalogQuery query = new CatalogQuery(List.of(), from, CatalogQuery.MAX_LIMIT);
            CatalogPage page = node.catalog().list(query).join();
            count += page.entries().size();
            from = page.next();
        } while (from.isPresent());
        if (count != expectedCount) {
            throw new IllegalStateException(count + " names, not " + expectedCount);
        }
    }
}
