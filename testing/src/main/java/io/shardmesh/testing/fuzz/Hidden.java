package io.shardmesh.testing.fuzz;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Decoders that their packages keep to themselves, found by name. */
final class Hidden {
    private Hidden() {}

    /** The static method, or the method of an instance, of that name. */
    static MethodHandle method(String className, String name) {
        try {
            Class<?> owner = Class.forName("io.shardmesh." + className);
            Method found =
                    Arrays.stream(owner.getDeclaredMethods())
                            .filter(method -> method.getName().equals(name))
                            .filter(method -> !method.isSynthetic())
                            .findFirst()
                            .orElseThrow(() -> new NoSuchMethodException(className + "." + name));
            found.setAccessible(true);
            return MethodHandles.lookup().unreflect(found);
        } catch (ReflectiveOperationException moved) {
            throw new IllegalStateException("a decoder has moved: " + className, moved);
        }
    }

    /** A class that may be declared to be thrown. */
    static Class<? extends Throwable> exception(String className) {
        try {
            return Class.forName("io.shardmesh." + className).asSubclass(Throwable.class);
        } catch (ClassNotFoundException moved) {
            throw new IllegalStateException("an exception has moved: " + className, moved);
        }
    }

    /** Calls it; what it throws comes out as it is. */
    static Object call(MethodHandle method, Object... arguments) throws Exception {
        try {
            return method.invokeWithArguments(arguments);
        } catch (Exception | Error thrown) {
            throw thrown;
        } catch (Throwable other) {
            throw new IllegalStateException(other);
        }
    }
}
