package io.shardmesh.cli.render;

import io.shardmesh.node.api.ShareOutcome;
import io.shardmesh.node.record.ObjectKeyText;
import java.util.ArrayList;
import java.util.List;

/** What sharing has changed, and what it cannot change. */
public final class ShareText {
    private ShareText() {}

    /** After one more reader. */
    public static List<String> shared(ShareOutcome outcome, String name) {
        List<String> lines = new ArrayList<>();
        lines.add(Text.printable(name) + " is shared: " + state(outcome));
        lines.add("they get it by its key: " + ObjectKeyText.format(outcome.objectKey()));
        addAway(lines, outcome);
        return lines;
    }

    /** After one reader less, or all but the owner. */
    public static List<String> unshared(ShareOutcome outcome, String name) {
        List<String> lines = new ArrayList<>();
        lines.add(Text.printable(name) + " is not shared with them any more: " + state(outcome));
        lines.add("who has read it may have kept its key; only a new put shuts them out for good");
        addAway(lines, outcome);
        return lines;
    }

    private static String state(ShareOutcome outcome) {
        return Text.plural(outcome.readerCount(), "readers")
                + ", its owner among them; "
                + Text.plural(outcome.holderCount(), "holders")
                + " know";
    }

    private static void addAway(List<String> lines, ShareOutcome outcome) {
        if (!outcome.away().isEmpty()) {
            lines.add(
                    Text.plural(outcome.away().size(), "holders")
                            + " did not answer; a running service tells them when they are back, and"
                            + " so does whoever reads it or shares it again");
        }
    }
}
