package io.shardmesh.dht.record;

import io.shardmesh.dht.contact.Contact;
import io.shardmesh.dht.contact.Key;
import io.shardmesh.dht.limits.KeepLimits;
import io.shardmesh.libp2p.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who said to have which content. Not thread-safe; times are ticks of the owner's clock. */
public final class ProviderTable {
    private record Provider(Contact contact, long atNanos) {}

    private final KeepLimits limits;
    private final Predicate<PeerId> trusted;
    private final FairTable<Provider> members;
    private final FairTable<Provider> strangers;

    /** An empty table; {@code trusted} says who is a member when a record comes in. */
    public ProviderTable(KeepLimits limits, Predicate<PeerId> trusted) {
        long life = limits.life().toNanos();
        this.limits = limits;
        this.trusted = trusted;
        this.members =
                new FairTable<>(limits.memberProviderCount(), limits.memberProviderCount(), life);
        this.strangers =
                new FairTable<>(limits.strangerProviderCount(), limits.perStrangerCount(), life);
    }

    /** {@code provider} says of itself that it has the content. */
    public void add(Key key, Contact provider, long nowNanos) {
        FairTable<Provider> table = trusted.test(provider.peer()) ? members : strangers;
        table.put(key, provider.peer(), new Provider(provider, nowNanos), nowNanos);
    }

    /** Up to {@code count} providers, members first, the latest first; old ones without address. */
    public List<Contact> find(Key key, int count, long nowNanos) {
        expire(nowNanos);
        Map<PeerId, Contact> found = new LinkedHashMap<>();
        Stream.concat(members.of(key).reversed().stream(), strangers.of(key).reversed().stream())
                .map(provider -> shown(provider, nowNanos))
                .forEach(contact -> found.putIfAbsent(contact.peer(), contact));
        return found.values().stream().limit(count).toList();
    }

    /** Forgets what is too old. */
    public void expire(long nowNanos) {
        members.expire(nowNanos);
        strangers.expire(nowNanos);
    }

    /** When the next record ends. */
    public OptionalLong nextDeadline() {
        return Ends.earlier(members.nextDeadline(), strangers.nextDeadline());
    }

    /** Records kept for members. */
    public int memberCount() {
        return members.size();
    }

    /** Records kept for strangers. */
    public int strangerCount() {
        return strangers.size();
    }

    private Contact shown(Provider provider, long nowNanos) {
        boolean fresh = nowNanos - provider.atNanos() < limits.addressLife().toNanos();
        return fresh ? provider.contact() : new Contact(provider.contact().peer(), List.of());
    }
}
