/** The command line. */
module io.shardmesh.cli {
    requires static org.jspecify;
    requires io.shardmesh.node;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires org.jline;

    opens io.shardmesh.cli to
            info.picocli;
}
