/* Times the count of position inversions of one long curve, on all its threads.
 *
 *     bench_stream THREADS RUNS
 *
 * RoPE of 64 pairs, base 5e5, M = 2^28, one pair of aligned rho = 0.5: prints the median of RUNS
 * runs. */
#include <omp.h>

#include "experiments/harness/draws/random.h"
#include "experiments/locality/measure.h"
#include "tests/bench/bench.h"

enum { THREADS_MAX = 1024 };
static const double context = 268435456.0;

static int fail(const char *what)
{
    fprintf(stderr, "bench_stream: %s\n", what);
    return 3;
}

int main(int argc, char **argv)
{
    size_t threads = argc == 3 ? bench_whole(argv[1], THREADS_MAX) : 0;
    size_t runs = threads ? bench_whole(argv[2], BENCH_RUNS_MAX) : 0;
    if (runs == 0) {
        fprintf(stderr, "usage: bench_stream THREADS RUNS, RUNS from 1 to %d\n", BENCH_RUNS_MAX);
        return 2;
    }
    omp_set_num_threads((int)threads);
    struct message error;
    struct encoding *encoding;
    if (!encoding_parse("rope:base=5e5,dim=128", NULL, &encoding, &error))
        return fail(error.text);
    struct qk_law law = {.kind = QK_ALIGNED, .rho = 0.5};
    struct random_stream stream = {.seed = 1, .stream = random_stream_id("bench")};
    struct curve_window window[2];
    struct locality_fraction fraction;
    double seconds[BENCH_RUNS_MAX];
    locality_window(LOCALITY_HALF, context, window);
    for (size_t run = 0; run < runs; run++) {
        double start = bench_now();
        if (locality_fractions(encoding, &law, &stream, window, 1, &fraction) != STATUS_OK)
            return fail("locality_fractions failed");
        seconds[run] = bench_now() - start;
    }
    encoding_free(encoding);
    printf("stream_%zu seconds=%.6f checksum=%.17g\n", threads, bench_median(runs, seconds),
           fraction.less_lo);
    return 0;
}
