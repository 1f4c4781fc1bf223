package io.shardmesh.cli.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.node.api.OwnerQuota;
import java.util.List;

/** Quotas of owners, for people and for programs. */
public final class QuotaReport {
    private QuotaReport() {}

    /** A line for each owner. */
    public static List<String> lines(List<OwnerQuota> quotas) {
        Table table = new Table("OWNER", "AT EACH HOLDER", "HELD HERE");
        for (OwnerQuota quota : quotas) {
            table.row(
                    quota.owner().toString(),
                    quota.quotaBytes().isPresent()
                            ? Sizes.of(quota.quotaBytes().getAsLong())
                            : "no limit",
                    quota.heldBytes().isPresent() ? Sizes.of(quota.heldBytes().getAsLong()) : "-");
        }
        return table.lines();
    }

    /** The same for programs. */
    public static ObjectNode json(List<OwnerQuota> quotas) {
        ObjectNode json = Json.object();
        ArrayNode owners = json.putArray("owners");
        for (OwnerQuota quota : quotas) {
            ObjectNode one = owners.addObject();
            one.put("owner", quota.owner().toString());
            quota.quotaBytes().ifPresent(bytes -> one.put("quotaBytes", bytes));
            quota.heldBytes().ifPresent(bytes -> one.put("heldBytes", bytes));
        }
        return json;
    }
}
