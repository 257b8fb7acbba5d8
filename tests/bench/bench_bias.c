/* Times the closed form of RoPE's expected score at 1,000,000 consecutive distances; the peer is
 * bias_numpy.py.
 *
 *     bench_bias RUNS [FILE]
 *
 * prints the median of RUNS runs and the sum of the values, and writes the values to FILE. One
 * thread. */
#include "tests/bench/bench.h"

#include "theory/moments/bank_moments.h"
#include <stdio.h>

enum { DISTANCES = 1000000, DIM = 128 };

static int fail(const char *what)
{
    fprintf(stderr, "bench_bias: %s\n", what);
    return 3;
}

int main(int argc, char **argv)
{
    size_t runs = argc == 2 || argc == 3 ? bench_whole(argv[1], BENCH_RUNS_MAX) : 0;
    if (runs == 0) {
        fprintf(stderr, "usage: bench_bias RUNS [FILE], RUNS from 1 to %d\n", BENCH_RUNS_MAX);
        return 2;
    }
    struct frequency_rule rule = frequency_rule_rope(1e4, DIM);
    struct qk_law law = {.kind = QK_MOMENTS, .mu0 = 1.0};
    struct schedule *schedule = NULL;
    if (schedule_new(&rule, &schedule) != STATUS_OK)
        return fail("no schedule");
    static double distance[DISTANCES], mean[DISTANCES];
    for (size_t i = 0; i < DISTANCES; i++)
        distance[i] = (double)i;
    double seconds[BENCH_RUNS_MAX];
    for (size_t run = 0; run < runs; run++) {
        double start = bench_now();
        if (bank_mean(schedule, 0.0, &law, DISTANCES, distance, mean) != STATUS_OK)
            return fail("bank_mean failed");
        seconds[run] = bench_now() - start;
    }
    schedule_free(schedule);
    double checksum = 0.0;
    for (size_t i = 0; i < DISTANCES; i++)
        checksum += mean[i];
    printf("bias_closed seconds=%.6f checksum=%.9f\n", bench_median(runs, seconds), checksum);
    if (argc == 3 && !bench_write(argv[2], DISTANCES, mean))
        return fail("cannot write the values");
    return 0;
}
