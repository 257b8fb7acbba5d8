/* Times alias pairs and aliased positions of one RoPE curve of 131,072 scores in four formats; the peer is aliasing_numpy.py.
 *
 *     bench_aliasing RUNS [FILE]
 *
 * prints the median of RUNS runs and the sum of the counts, and writes the curve, then pairs and positions of each format, to
 * FILE. One thread. The threshold's pairs are counted as well, which the peer is spared. */
#include "experiments/harness/qk.h"
#include "kernels/alias_count.h"
#include "kernels/curve.h"
#include "tests/bench/bench.h"

enum { CONTEXT = 131072, DIM = 128 };

static int fail(const char *what)
{
    fprintf(stderr, "bench_aliasing: %s\n", what);
    return 3;
}

/* The curve of the first gauss pair of seed 1. */
static bool curve(double *score)
{
    static const struct random_stream stream = {1, 0};
    static const struct qk_law law = {.kind = QK_GAUSS, .sigma = 1.0};
    double query[DIM], key[DIM], scratch[2 * DIM];
    struct encoding *encoding;
    struct message error;
    if (!encoding_parse("rope:base=5e5,dim=128", NULL, &encoding, &error))
        return false;
    qk_draw(&law, &stream, 0, DIM, scratch, query, key);
    struct score_input input = {.draws = 1, .query = query, .key = key};
    double *window = malloc(curve_window_size(encoding, CONTEXT) * sizeof *window),
           *work = malloc(curve_work_size(encoding, 1, CONTEXT) * sizeof *work);
    bool ok = window && work && curve_window_fill(encoding, 0.0, CONTEXT, window) == STATUS_OK &&
              curve_scores(encoding, CONTEXT, window, &input, work, score) == STATUS_OK;
    free(window);
    free(work);
    encoding_free(encoding);
    return ok;
}

int main(int argc, char **argv)
{
    size_t runs = argc == 2 || argc == 3 ? bench_whole(argv[1], BENCH_RUNS_MAX) : 0;
    if (runs == 0) {
        fprintf(stderr, "usage: bench_aliasing RUNS [FILE], RUNS from 1 to %d\n", BENCH_RUNS_MAX);
        return 2;
    }
    static const size_t formats[DTYPE_COUNT] = {DTYPE_BF16, DTYPE_FP16, DTYPE_FP32, DTYPE_FP64};
    static double out[CONTEXT + 2 * DTYPE_COUNT];
    struct alias_counts counts[DTYPE_COUNT];
    double seconds[BENCH_RUNS_MAX], checksum = 0.0, *work = malloc(alias_work_size(CONTEXT) * sizeof *work);
    if (!work || !curve(out))
        return fail("no curve");
    for (size_t run = 0; run < runs; run++) {
        double start = bench_now();
        if (alias_count(CONTEXT, out, NULL, DTYPE_COUNT, formats, work, counts) != STATUS_OK)
            return fail("alias_count failed");
        seconds[run] = bench_now() - start;
    }
    free(work);
    for (size_t f = 0; f < DTYPE_COUNT; f++) {
        out[CONTEXT + 2 * f] = (double)counts[f].pairs;
        out[CONTEXT + 2 * f + 1] = (double)counts[f].positions;
        checksum += out[CONTEXT + 2 * f] + out[CONTEXT + 2 * f + 1];
    }
    printf("aliasing seconds=%.6f checksum=%.0f\n", bench_median(runs, seconds), checksum);
    if (argc == 3 && !bench_write(argv[2], CONTEXT + 2 * DTYPE_COUNT, out))
        return fail("cannot write the values");
    return 0;
}
