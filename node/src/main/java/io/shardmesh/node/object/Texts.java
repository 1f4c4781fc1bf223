package io.shardmesh.node.object;

/** Words of a peer, made fit for a terminal and a log. */
final class Texts {
    /** Longer explanations of a peer are cut: they are shown on one line. */
    private static final int MAX_CHARS = 200;

    private Texts() {}

    static String clean(String foreign) {
        String cut = foreign.length() > MAX_CHARS ? foreign.substring(0, MAX_CHARS) : foreign;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
