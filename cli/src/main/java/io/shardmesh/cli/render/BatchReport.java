package io.shardmesh.cli.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.node.api.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a batch came to: figures, and each file that it did not come to. */
public final class BatchReport {
    private final String summary;
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private final List<Trouble> troubles = new ArrayList<>();

    private record Trouble(String name, Failure what) {
        String line() {
            String cause = what.subject().equals(name) ? what.cause() : what.toString();
            return Text.printable(name) + ": " + Text.printable(cause);
        }
    }

    /** A report with this line at its end. */
    public BatchReport(String summary) {
        this.summary = summary;
    }

    /** Adds a figure, under the name that it has in JSON. */
    public BatchReport figure(String name, long value) {
        figures.put(name, value);
        return this;
    }

    /** Adds a file of which nothing came. */
    public BatchReport trouble(String name, Failure what) {
        troubles.add(new Trouble(name, what));
        return this;
    }

    /** Whether it came to all files. */
    public boolean whole() {
        return troubles.isEmpty();
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        troubles.forEach(trouble -> lines.add(trouble.line()));
        lines.add(whole() ? summary : summary + "; " + troubles.size() + " failed");
        return lines;
    }

    /** For programs. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        figures.forEach(json::put);
        ArrayNode array = json.putArray("problems");
        for (Trouble trouble : troubles) {
            ObjectNode one = array.addObject();
            one.put("name", trouble.name());
            one.put("kind", trouble.what().kind().name().toLowerCase(Locale.ROOT));
            one.put("what", trouble.what().cause());
        }
        return json;
    }
}
