package io.shardmesh.node.core;

/** Where a node writes down what its operator should know; one line each, never a secret. */
public interface Journal {
    /** Something that went as it should and is worth a line. */
    void info(String line);

    /** Something that did not go as it should; the node goes on. */
    void warn(String line);
}
