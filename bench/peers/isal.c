/* Reed-Solomon 4+2 by ISA-L over stripes that do not fit a cache together; prints GB of data in a second of CPU for
 * encoding and for rebuilding two data blocks. The Cauchy matrix differs from ours, the work per byte does not. */
#include <isa-l.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DATA = 4, PARITY = 2, TOTAL = DATA + PARITY, BLOCK = 64 << 10, STRIPES = 192, ROUNDS = 4000 };

static unsigned char *stripes[STRIPES][TOTAL];

static double cpu_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

static double rate(unsigned char *tables, int first, int outputs, unsigned char **out) {
    double start = cpu_seconds();
    for (int round = 0; round < ROUNDS; round++) {
        unsigned char **stripe = stripes[round % STRIPES];
        ec_encode_data(BLOCK, DATA, outputs, tables, stripe + first, out ? out : stripe + DATA);
    }
    return (double)ROUNDS * DATA * BLOCK / (cpu_seconds() - start) / 1e9;
}

int main(void) {
    unsigned char matrix[TOTAL * DATA], rows[DATA * DATA], inverse[DATA * DATA], tables[PARITY * DATA * 32];
    unsigned char *out[PARITY] = {malloc(BLOCK), malloc(BLOCK)};
    for (int s = 0; s < STRIPES; s++)
        for (int b = 0; b < TOTAL; b++) {
            stripes[s][b] = malloc(BLOCK);
            for (int i = 0; i < BLOCK; i++) stripes[s][b][i] = (unsigned char)(i * 7 + b * 31 + s);
        }
    gf_gen_cauchy1_matrix(matrix, TOTAL, DATA);
    ec_init_tables(DATA, PARITY, matrix + DATA * DATA, tables);
    double encode = rate(tables, 0, PARITY, NULL);
    memcpy(rows, matrix + PARITY * DATA, sizeof rows); /* blocks 2 to 5 are there */
    if (gf_invert_matrix(rows, inverse, DATA)) return 1;
    ec_init_tables(DATA, PARITY, inverse, tables);
    double rebuild = rate(tables, PARITY, PARITY, out);
    int last = (ROUNDS - 1) % STRIPES;
    if (memcmp(out[0], stripes[last][0], BLOCK) || memcmp(out[1], stripes[last][1], BLOCK)) return 1;
    printf("encode %.2f\nrebuild %.2f\n", encode, rebuild);
    return 0;
}
