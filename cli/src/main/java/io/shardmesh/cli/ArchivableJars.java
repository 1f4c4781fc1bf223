package io.shardmesh.cli;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes libraries fit for an AOT cache, which takes no class from a signed jar and none from before
 * Java 6: Bouncy Castle is signed and picocli that old, so both would be read from their jars, and
 * verified, at each start. Behind {@code scripts/train.sh}, for nobody else. Replaces the named
 * jars where they need it; one that is fit stays as it is.
 */
public final class ArchivableJars {
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
    private static final int MAJOR_OFFSET = 6;

    private final ClassFile classFile;

    private ArchivableJars(ClassLoader classes) {
        ClassHierarchyResolver ofJar = ClassHierarchyResolver.ofResourceParsing(classes);
        this.classFile =
                ClassFile.of(
                        StackMapsOption.GENERATE_STACK_MAPS,
                        ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.defaultResolver().orElse(ofJar)));
    }

    /** Rewrites jars. */
    public static void main(String[] jars) throws IOException {
        for (String name : jars) {
            Path jar = Path.of(name);
            try (var classes = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
                new ArchivableJars(classes).replaceUnlessFit(jar);
            }
        }
    }

    private void replaceUnlessFit(Path jar) throws IOException {
        try (ZipFile old = new ZipFile(jar.toFile())) {
            List<? extends ZipEntry> entries = old.stream().toList();
            if (isFit(old, entries)) {
                return;
            }
            // Beside it and renamed: a program that runs keeps the jar that it has opened.
            Path fit = Path.of(jar + "." + ProcessHandle.current().pid());
            try {
                write(old, entries, fit);
                Files.move(fit, jar, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fit);
            }
        }
    }

    private static boolean isFit(ZipFile jar, List<? extends ZipEntry> entries) throws IOException {
        for (ZipEntry entry : entries) {
            if (isSignature(entry) || isOldClass(entry, bytes(jar, entry))) {
                return false;
            }
        }
        return true;
    }

    private void write(ZipFile old, List<? extends ZipEntry> entries, Path fit) throws IOException {
        try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(fit)))) {
            for (ZipEntry entry : entries) {
                if (!isSignature(entry)) {
                    ZipEntry same = new ZipEntry(entry.getName());
                    same.setTime(entry.getTime());
                    out.putNextEntry(same);
                    out.write(content(entry, bytes(old, entry)));
                    out.closeEntry();
                }
            }
        }
    }

    private byte[] content(ZipEntry entry, byte[] old) throws IOException {
        if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
            return withoutDigests(old);
        }
        return isOldClass(entry, old) ? raised(old) : old;
    }

    /** The digests of single files are half of a manifest that the JVM would read for nothing. */
    private static byte[] withoutDigests(byte[] old) throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(old));
        manifest.getEntries().clear();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }

    /** The same code with the stack maps that the verifier of today wants. */
    private byte[] raised(byte[] old) {
        ClassTransform raise =
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen((target, element) -> {
                            if (element instanceof ClassFileVersion) {
                                target.withVersion(ClassFile.JAVA_8_VERSION, 0);
                            } else {
                                target.with(element);
                            }
                        });
        return classFile.transformClass(classFile.parse(old), raise);
    }

    private static boolean isSignature(ZipEntry entry) {
        return SIGNATURE.matcher(entry.getName()).matches();
    }

    private static boolean isOldClass(ZipEntry entry, byte[] content) {
        return entry.getName().endsWith(".class")
                && ByteBuffer.wrap(content).getShort(MAJOR_OFFSET) < ClassFile.JAVA_6_VERSION;
    }

    private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
        try (var in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
