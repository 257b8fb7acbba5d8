/* Times the exact count of position inversions of 256 drawn curves; the peers are locality_numpy.py
 * and locality_torch.py.
 *
 *     bench_locality THREADS RUNS [DIR]
 *
 * RoPE of 64 pairs, base 5e5, M = 131,072, q and k gauss mu = 0, sigma = 1: prints the median of
 * RUNS runs, and writes the drawn queries and keys to DIR/draws.bin, every curve's count of
 * inversions and of ties to DIR/counts.bin. */
#include <math.h>
#include <stdio.h>

#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/locality/measure.h"
#include "tests/bench/bench.h"

enum { DRAWS = 256, DIM = 128, CONTEXT = 131072, THREADS_MAX = 1024 };
static const char encoding_text[] = "rope:base=5e5,dim=128";

static int fail(const char *what)
{
    fprintf(stderr, "bench_locality: %s\n", what);
    return 3;
}

/* Query and key of every draw, as locality_fractions draws them. */
static bool write_draws(const char *folder, const struct qk_law *law,
                        const struct random_stream *stream)
{
    static double draws[DRAWS][2][DIM];
    double *work = malloc(qk_work_size(DIM) * sizeof *work);
    for (size_t d = 0; work && d < DRAWS; d++)
        qk_draw(law, stream, d, DIM, work, draws[d][0], draws[d][1]);
    bool ok = work &&
              bench_write_in(folder, "draws.bin", sizeof draws / sizeof(double), &draws[0][0][0]);
    free(work);
    return ok;
}

int main(int argc, char **argv)
{
    size_t threads = argc == 3 || argc == 4 ? bench_whole(argv[1], THREADS_MAX) : 0;
    size_t runs = threads ? bench_whole(argv[2], BENCH_RUNS_MAX) : 0;
    if (runs == 0) {
        fprintf(stderr, "usage: bench_locality THREADS RUNS [DIR], RUNS from 1 to %d\n",
                BENCH_RUNS_MAX);
        return 2;
    }
    run_threads((int)threads);
    struct message error;
    struct encoding *encoding;
    if (!encoding_parse(encoding_text, NULL, &encoding, &error))
        return fail(error.text);
    struct qk_law law = {.kind = QK_GAUSS, .mu = 0.0, .sigma = 1.0};
    struct random_stream stream = {.seed = 1, .stream = random_stream_id("bench")};
    struct curve_window window[2];
    locality_window(LOCALITY_HALF, CONTEXT, window);

    static struct locality_fraction fraction[DRAWS];
    double seconds[BENCH_RUNS_MAX];
    for (size_t run = 0; run < runs; run++) {
        double start = bench_now();
        if (locality_fractions(encoding, &law, &stream, window, DRAWS, fraction) != STATUS_OK)
            return fail("locality_fractions failed");
        seconds[run] = bench_now() - start;
    }
    encoding_free(encoding);

    /* pairs are a power of two: the shares are the counts, exactly */
    static double count[DRAWS][2];
    double pairs = (double)window[0].count * (double)window[1].count, checksum = 0.0;
    for (size_t d = 0; d < DRAWS; d++) {
        count[d][0] = fraction[d].less_lo * pairs;
        count[d][1] = fraction[d].tie_lo * pairs;
        checksum += count[d][0];
    }
    printf("locality_%zu seconds=%.6f checksum=%.0f\n", threads, bench_median(runs, seconds),
           checksum);
    if (argc == 4 &&
        !(write_draws(argv[3], &law, &stream) &&
          bench_write_in(argv[3], "counts.bin", sizeof count / sizeof(double), &count[0][0])))
        return fail("cannot write the draws and counts");
    return 0;
}
