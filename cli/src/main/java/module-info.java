/** The command line. */
module io.shardmesh.cli {
    requires static org.jspecify;
    requires transitive io.shardmesh.node;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires java.management;

    exports io.shardmesh.cli;
    exports io.shardmesh.cli.command;

    opens io.shardmesh.cli to
            info.picocli;
    opens io.shardmesh.cli.command to
            info.picocli;
}
