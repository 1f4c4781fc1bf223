package io.shardmesh.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.render.Json;
import io.shardmesh.crypto.blake3.Blake3;
import io.shardmesh.erasure.ErasureCode;
import io.shardmesh.node.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Show the version, and which kernels it chose.")
final class VersionCommand implements Callable<Integer> {
    private final CommandContext context;

    VersionCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String java = Runtime.version().toString();
        if (context.json()) {
            ObjectNode json = Json.object();
            json.put("version", Version.TEXT);
            json.put("java", java);
            json.put("blake3", Blake3.kernelName());
            json.put("erasure", ErasureCode.kernelName());
            context.print(json.toString());
        } else {
            context.print("shardmesh " + Version.TEXT);
            context.print(
                    "kernels: BLAKE3 "
                            + Blake3.kernelName()
                            + ", Reed-Solomon "
                            + ErasureCode.kernelName());
            context.print("java " + java);
        }
        return Shardmesh.DONE;
    }
}
