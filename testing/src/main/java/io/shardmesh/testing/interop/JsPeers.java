package io.shardmesh.testing.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shardmesh.testing.cluster.ClusterException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of js-libp2p with any number of nodes in it, which obeys commands in JSON lines. It
 * ends with its standard input, so it does not outlive this process. May be used by any thread.
 */
final class JsPeers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Writer commands;
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private int commandCount;

    private JsPeers(Process process) {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts the process and waits until it listens to commands. */
    static JsPeers start(Path folder) throws IOException {
        Process process =
                new ProcessBuilder("node", "peer.mjs")
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        JsPeers peers = new JsPeers(process);
        CompletableFuture<JsonNode> ready = new CompletableFuture<>();
        peers.waiting.put(0, ready);
        Thread.ofPlatform().daemon().name("js answers").start(peers::read);
        await(ready, "start");
        return peers;
    }

    private void read() {
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            String line = answers.readLine();
            while (line != null) {
                answer(JSON.readTree(line));
                line = answers.readLine();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            ClusterException gone = new ClusterException("the js process has ended");
            waiting.values().forEach(answer -> answer.completeExceptionally(gone));
        }
    }

    private void answer(JsonNode answer) {
        CompletableFuture<JsonNode> command = waiting.remove(answer.path("id").asInt(-1));
        if (command == null) {
            return;
        }
        if (answer.has("error")) {
            command.completeExceptionally(
                    new ClusterException("js: " + answer.get("error").asText()));
        } else {
            command.complete(answer.path("ok"));
        }
    }

    /** A command with no fields yet. */
    Command command(String what, String node) {
        ObjectNode fields = JSON.createObjectNode();
        fields.put("do", what).put("node", node);
        return new Command(fields);
    }

    /** One command. */
    final class Command {
        private final ObjectNode fields;

        private Command(ObjectNode fields) {
            this.fields = fields;
        }

        Command with(String field, String value) {
            fields.put(field, value);
            return this;
        }

        Command with(String field, long value) {
            fields.put(field, value);
            return this;
        }

        Command with(String field, boolean value) {
            fields.put(field, value);
            return this;
        }

        /** Sends it and waits for the answer; {@link ClusterException} when js reports an error. */
        JsonNode run() {
            return await(send(), fields.path("do").asText());
        }

        /** Sends it. */
        CompletableFuture<JsonNode> send() {
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            synchronized (commands) {
                fields.put("id", ++commandCount);
                waiting.put(commandCount, answer);
                try {
                    commands.write(fields + "\n");
                    commands.flush();
                } catch (IOException ended) {
                    throw new ClusterException("the js process has ended");
                }
            }
            return answer;
        }
    }

    static <T> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new ClusterException(
                    what + " failed: " + (cause == null ? failed : cause).getMessage());
        } catch (TimeoutException late) {
            throw new ClusterException(what + " took over " + LIMIT.toSeconds() + " s");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ClusterException(what + " was interrupted");
        }
    }

    @Override
    public void close() {
        try {
            commands.close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException ended) {
            process.destroyForcibly();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
