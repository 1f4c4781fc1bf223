package io.shardmesh.cli.command;

import io.shardmesh.cli.CommandContext;
import io.shardmesh.cli.NodeAccess;
import io.shardmesh.cli.render.CareReport;
import io.shardmesh.node.api.VerifyOutcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description =
                "Read every block of a file at every holder and compare it with the manifest; exit"
                        + " code 1 if any part is damaged or missing.")
final class VerifyCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(paramLabel = "NAME|KEY", description = "Its name, or its key.")
    private String typed = "";

    VerifyCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Names.nodes(context, typed)
                .online(
                        "verify",
                        node -> {
                            VerifyOutcome outcome =
                                    NodeAccess.await(node.care().verify(Names.key(node, typed)));
                            if (context.json()) {
                                context.print(CareReport.json(outcome).toString());
                            } else {
                                CareReport.lines(outcome).forEach(context::print);
                            }
                            return outcome.whole() ? Shardmesh.DONE : Shardmesh.FAILED;
                        });
    }
}
