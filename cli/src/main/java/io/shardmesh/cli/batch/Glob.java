package io.shardmesh.cli.batch;

import java.util.regex.Pattern;

/**
 * A pattern over names with {@code /} between their parts: {@code *} and {@code ?} stay in one
 * part, {@code **} does not, {@code [a-z]} and {@code [!a-z]} are one character, {@code {a,b}} is
 * either, and a backslash takes the meaning from what follows it.
 */
public final class Glob {
    private static final String MAGIC = "*?[{\\";

    private final String text;
    private final Pattern pattern;
    private final boolean lastPartOnly;

    private Glob(String text) {
        this.text = text;
        this.pattern = Pattern.compile(new Translation(text).regex(), Pattern.DOTALL);
        this.lastPartOnly = text.indexOf('/') < 0;
    }

    /** Reads a pattern; throws {@link IllegalArgumentException} for one that has no end. */
    public static Glob parse(String text) {
        return new Glob(text);
    }

    /** Whether some character of the text has a meaning of its own. */
    public static boolean isMagic(String text) {
        return text.chars().anyMatch(c -> MAGIC.indexOf(c) >= 0);
    }

    /** Whether it means the whole of this text. */
    public boolean matchesPath(String path) {
        return pattern.matcher(path).matches();
    }

    /**
     * Whether it means this name: a pattern without {@code /} is about the last part of a name, so
     * that {@code *.txt} finds those in folders too. A name is always meant by itself.
     */
    public boolean matchesName(String name) {
        String part = lastPartOnly ? name.substring(name.lastIndexOf('/') + 1) : name;
        return matchesPath(part) || name.equals(text);
    }

    @Override
    public String toString() {
        return text;
    }

    /** One way through the text of a pattern. */
    private static final class Translation {
        private final String glob;
        private final StringBuilder regex = new StringBuilder();
        private int at;
        private int braceDepth;

        Translation(String glob) {
            this.glob = glob;
        }

        String regex() {
            while (at < glob.length()) {
                next(glob.charAt(at++));
            }
            if (braceDepth > 0) {
                throw new IllegalArgumentException("a { without its }");
            }
            return regex.toString();
        }

        private void next(char c) {
            switch (c) {
                case '*' -> star();
                case '?' -> regex.append("[^/]");
                case '[' -> set();
                case '{' -> {
                    braceDepth++;
                    regex.append("(?:");
                }
                case '\\' -> {
                    if (at == glob.length()) {
                        throw new IllegalArgumentException("a backslash with nothing behind it");
                    }
                    literal(glob.charAt(at++));
                }
                default -> {
                    if (c == '}' && braceDepth > 0) {
                        braceDepth--;
                        regex.append(')');
                    } else if (c == ',' && braceDepth > 0) {
                        regex.append('|');
                    } else {
                        literal(c);
                    }
                }
            }
        }

        private void star() {
            if (!glob.startsWith("*", at)) {
                regex.append("[^/]*");
                return;
            }
            at++;
            boolean wholePart = at < 3 || glob.charAt(at - 3) == '/';
            if (wholePart && glob.startsWith("/", at)) {
                at++;
                regex.append("(?:.*/)?"); // Also no folder at all.
            } else {
                regex.append(".*");
            }
        }

        private void set() {
            int end = glob.indexOf(']', at + (glob.startsWith("!", at) ? 2 : 1));
            if (end < 0) {
                throw new IllegalArgumentException("a [ without its ]");
            }
            String members = glob.substring(at, end);
            boolean without = members.startsWith("!");
            regex.append("(?!/)[").append(without ? "^" : "");
            for (char c : members.substring(without ? 1 : 0).toCharArray()) {
                regex.append("\\[]^&".indexOf(c) >= 0 ? "\\" : "").append(c);
            }
            regex.append(']');
            at = end + 1;
        }

        private void literal(char c) {
            regex.append(Pattern.quote(String.valueOf(c)));
        }
    }
}
