package io.shardmesh.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars of which an AOT cache takes nothing become such of which it takes all. */
final class ArchivableJarsTest {
    private static final String SIGNED_MANIFEST =
            """
            Manifest-Version: 1.0
            Multi-Release: true

            Name: Old.class
            SHA-256-Digest: AAAA

            """;

    @TempDir Path folder;

    @Test
    void oldClass_runsAndHasTheStackMapsOfANewerOne() throws Exception {
        Path jar = jar("Old.class", oldClass());
        ArchivableJars.main(new String[] {jar.toString()});
        assertEquals(ClassFile.JAVA_8_VERSION, majorVersion(jar));
        // Of this version nothing without stack maps is verified.
        try (var classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            var larger = classes.loadClass("Old").getMethod("larger", int.class, int.class);
            assertEquals(7, larger.invoke(null, 3, 7));
            assertEquals(9, larger.invoke(null, 9, 7));
        }
    }

    @Test
    void signedJar_losesItsSignatureAndKeepsItsManifest() throws IOException {
        Path jar = jar("META-INF/SOMEONE.SF", bytes("digests"), "text", bytes("kept"));
        ArchivableJars.main(new String[] {jar.toString()});
        try (JarFile file = new JarFile(jar.toFile())) {
            assertNull(file.getEntry("META-INF/SOMEONE.SF"));
            assertEquals("true", file.getManifest().getMainAttributes().getValue("Multi-Release"));
            assertEquals(0, file.getManifest().getEntries().size());
            assertArrayEquals(
                    bytes("kept"), file.getInputStream(file.getEntry("text")).readAllBytes());
        }
    }

    @Test
    void otherJar_staysAsItIs() throws IOException {
        Path jar = jar("text", bytes("kept"));
        Object before = Files.readAttributes(jar, "unix:ino").get("ino");
        ArchivableJars.main(new String[] {jar.toString()});
        assertEquals(before, Files.readAttributes(jar, "unix:ino").get("ino"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What javac made before Java 6: a branch, and no stack map where it joins. */
    private static byte[] oldClass() {
        ClassFile without = ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS);
        MethodTypeDesc type =
                MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int, ConstantDescs.CD_int);
        return without.build(
                ClassDesc.of("Old"),
                made ->
                        made.withVersion(ClassFile.JAVA_5_VERSION, 0)
                                .withFlags(ClassFile.ACC_PUBLIC)
                                .withMethodBody(
                                        "larger",
                                        type,
                                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                        code -> {
                                            Label second = code.newLabel();
                                            code.iload(0)
                                                    .iload(1)
                                                    .if_icmplt(second)
                                                    .iload(0)
                                                    .ireturn()
                                                    .labelBinding(second)
                                                    .iload(1)
                                                    .ireturn();
                                        }));
    }

    private static int majorVersion(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return ClassFile.of()
                    .parse(file.getInputStream(file.getEntry("Old.class")).readAllBytes())
                    .majorVersion();
        }
    }

    private Path jar(Object... namesAndContents) throws IOException {
        Path jar = folder.resolve("some.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
            zip.write(bytes(SIGNED_MANIFEST));
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
                zip.write((byte[]) namesAndContents[i + 1]);
            }
        }
        return jar;
    }
}
