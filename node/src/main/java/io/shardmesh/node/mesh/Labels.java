package io.shardmesh.node.mesh;

import io.shardmesh.node.record.RecordLimits;
import io.shardmesh.node.record.RecordReader;
import io.shardmesh.node.record.RecordText;
import io.shardmesh.node.record.RecordWriter;

/**
 * Where a member runs. Shards of one object never share a machine, and share a region only when
 * there are too few.
 *
 * @param machine 1 to 64 bytes of UTF-8, no control characters
 * @param region 0 to 64 bytes of the same kind; empty when nobody said
 */
public record Labels(String machine, String region) {
    /**
     * Checks both.
     *
     * @throws IllegalArgumentException naming the label that is wrong
     */
    public Labels {
        if (machine.isEmpty()) {
            throw new IllegalArgumentException("machine is empty");
        }
        RecordText.label("machine", machine, RecordLimits.LABEL_BYTES);
        RecordText.label("region", region, RecordLimits.LABEL_BYTES);
    }

    void write(RecordWriter out) {
        out.text8(machine).text8(region);
    }

    static Labels read(RecordReader in) {
        String machine = in.text8("machine", 1, RecordLimits.LABEL_BYTES);
        String region = in.text8("region", 0, RecordLimits.LABEL_BYTES);
        try {
            return new Labels(machine, region);
        } catch (IllegalArgumentException e) {
            throw in.malformed("labels", String.valueOf(e.getMessage()));
        }
    }
}
