package io.shardmesh.node.mesh;

import static io.shardmesh.node.record.SampleRecords.HOLDER;
import static io.shardmesh.node.record.SampleRecords.MESH;
import static io.shardmesh.node.record.SampleRecords.NOW;
import static io.shardmesh.node.record.SampleRecords.OTHER;
import static io.shardmesh.node.record.SampleRecords.peer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.shardmesh.crypto.RandomSource;
import io.shardmesh.node.mesh.InviteBook.IssueOutcome;
import io.shardmesh.node.mesh.InviteBook.RedeemOutcome;
import io.shardmesh.node.record.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class InviteBookTest {
    private final RandomSource random = new Random(1)::nextBytes;
    private final IssueOutcome.Issued issued = issue(InviteBook.empty(MESH));
    private final byte[] token = issued.invite().token().expose().clone();

    @Test
    void redeem_firstTime_grantsTheTerms() {
        var outcome = redeem(issued.book(), NOW);
        var redeemed = assertInstanceOf(RedeemOutcome.Redeemed.class, outcome);
        assertEquals(SampleMesh.terms(), redeemed.terms());
    }

    @Test
    void redeem_secondTime_isRefusedAfterARestartToo() {
        var redeemed = assertInstanceOf(RedeemOutcome.Redeemed.class, redeem(issued.book(), NOW));
        InviteBook reopened = InviteBook.decode(redeemed.book().encode());
        assertEquals(redeemed.book(), reopened);
        assertEquals(new RedeemOutcome.AlreadyUsed(true), redeem(reopened, NOW));
        assertEquals(
                new RedeemOutcome.AlreadyUsed(false), reopened.redeem(token, peer(OTHER), NOW));
    }

    @Test
    void redeem_atItsEnd_isExpired() {
        Instant end = SampleMesh.terms().notAfter();
        assertInstanceOf(RedeemOutcome.Expired.class, redeem(issued.book(), end));
        assertInstanceOf(RedeemOutcome.Redeemed.class, redeem(issued.book(), end.minusMillis(1)));
    }

    @Test
    void redeem_otherToken_isUnknown() {
        token[0] ^= 1;
        assertInstanceOf(RedeemOutcome.Unknown.class, redeem(issued.book(), NOW));
        assertInstanceOf(
                RedeemOutcome.Unknown.class, issued.book().redeem(new byte[0], peer(HOLDER), NOW));
    }

    @Test
    void encode_doesNotShowTheToken() {
        String stored = new String(issued.book().encode(), StandardCharsets.ISO_8859_1);
        assertFalse(stored.contains(new String(token, StandardCharsets.ISO_8859_1)));
    }

    @Test
    void issue_fullBook_waitsForOneToEnd() {
        InviteBook full = InviteBook.empty(MESH);
        for (int count = 0; count < RecordLimits.INVITE_COUNT; count++) {
            full = issue(full).book();
        }
        assertEquals(full, InviteBook.decode(full.encode()));
        assertInstanceOf(
                IssueOutcome.Full.class,
                full.issue(SampleMesh.terms(), SampleMesh.contact(), NOW, random));
        Instant end = SampleMesh.terms().notAfter();
        var next = full.issue(until(end.plusSeconds(1)), SampleMesh.contact(), end, random);
        InviteBook after = assertInstanceOf(IssueOutcome.Issued.class, next).book();
        assertEquals(1, after.entries().size());
    }

    @Test
    void issue_forTooLong_isRefused() {
        InviteTerms forEver = until(NOW.plus(Duration.ofDays(31)));
        assertThrows(
                IllegalArgumentException.class,
                () -> issued.book().issue(forEver, SampleMesh.contact(), NOW, random));
    }

    private static InviteTerms until(Instant end) {
        return new InviteTerms(Set.of(Role.HOLD), OptionalLong.empty(), end);
    }

    private IssueOutcome.Issued issue(InviteBook book) {
        return assertInstanceOf(
                IssueOutcome.Issued.class,
                book.issue(SampleMesh.terms(), SampleMesh.contact(), NOW, random));
    }

    private RedeemOutcome redeem(InviteBook book, Instant now) {
        return book.redeem(token, peer(HOLDER), now);
    }
}
