package io.shardmesh.erasure.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class GaloisFieldTest {

    @Test
    void multiply_everyPair_isTheProductByDefinition() {
        for (int a = 0; a < GaloisField.SIZE; a++) {
            for (int b = 0; b < GaloisField.SIZE; b++) {
                assertEquals(GaloisField.multiplySlowly(a, b), GaloisField.multiply(a, b));
            }
        }
    }

    @Test
    void invert_everyElement_givesOneWhenMultiplied() {
        for (int a = 1; a < GaloisField.SIZE; a++) {
            assertEquals(1, GaloisField.multiplySlowly(a, GaloisField.invert(a)));
        }
        assertThrows(ArithmeticException.class, () -> GaloisField.invert(0));
    }

    @Test
    void power_everyElement_isRepeatedMultiplication() {
        for (int a = 0; a < GaloisField.SIZE; a++) {
            int product = 1;
            for (int exponent = 0; exponent < 300; exponent++) {
                assertEquals(product, GaloisField.power(a, exponent), a + "^" + exponent);
                product = GaloisField.multiplySlowly(product, a);
            }
        }
    }
}
