package io.shardmesh.erasure.kernel;

/**
 * GF(2^8) as polynomials over GF(2) modulo x^8+x^4+x^3+x^2+1 (0x11D), in which 2 generates all
 * elements but 0. Elements are ints 0 to 255; addition and subtraction are XOR.
 */
final class GaloisField {

    static final int SIZE = 256;

    private static final int POLYNOMIAL = 0x11D;
    private static final int ORDER = SIZE - 1;
    private static final int[] LOG = new int[SIZE];

    /** Twice as long as needed, so that a sum of two logarithms needs no modulo. */
    private static final int[] POWER = new int[2 * ORDER];

    static {
        int element = 1;
        for (int exponent = 0; exponent < ORDER; exponent++) {
            POWER[exponent] = element;
            POWER[exponent + ORDER] = element;
            LOG[element] = exponent;
            element = timesTwo(element);
        }
    }

    private GaloisField() {}

    /** The product by the definition: shift and add, reduce at each shift. */
    static int multiplySlowly(int a, int b) {
        int product = 0;
        for (int shifted = a, bits = b; bits != 0; bits >>>= 1, shifted = timesTwo(shifted)) {
            if ((bits & 1) != 0) {
                product ^= shifted;
            }
        }
        return product;
    }

    static int multiply(int a, int b) {
        return a == 0 || b == 0 ? 0 : POWER[LOG[a] + LOG[b]];
    }

    /** The element that gives 1 when multiplied with {@code a}, which is not 0. */
    static int invert(int a) {
        if (a == 0) {
            throw new ArithmeticException("0 has no inverse");
        }
        return POWER[ORDER - LOG[a]];
    }

    /** {@code a} to a power; 0 to the power of 0 is 1. */
    static int power(int a, int exponent) {
        if (exponent == 0) {
            return 1;
        }
        return a == 0 ? 0 : POWER[LOG[a] * exponent % ORDER];
    }

    private static int timesTwo(int a) {
        int shifted = a << 1;
        return (shifted & SIZE) == 0 ? shifted : shifted ^ POLYNOMIAL;
    }
}
