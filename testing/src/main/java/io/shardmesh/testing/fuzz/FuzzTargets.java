package io.shardmesh.testing.fuzz;

import java.util.List;
import java.util.stream.Stream;

/** All decoders of foreign bytes. */
final class FuzzTargets {
    private FuzzTargets() {}

    static List<FuzzTarget> all() {
        return Stream.of(
                        AddressTargets.all(),
                        ChannelTargets.all(),
                        IdentityTargets.all(),
                        MessageTargets.all(),
                        RecordTargets.all(),
                        ObjectTargets.all(),
                        LocalTargets.all())
                .flatMap(List::stream)
                .toList();
    }
}
