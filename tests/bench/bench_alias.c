/* Times the count of aliased scores in four floating-point formats; the peer is alias_numpy.py.
 *
 *     bench_alias RUNS THREADS [DIR]
 *
 * One curve of RoPE with 64 pairs, base 5e5, M = 131,072, q and k gauss mu = 0, sigma = 1: prints
 * the median of RUNS runs over the given scores, and writes them to DIR/scores.bin, the pairs and
 * positions of every format to DIR/aliases.bin. One curve is one thread's work, as in posbias: with
 * THREADS threads each counts the curve by itself, CURVES times in all, and the seconds are those
 * per curve. The thresholds' pairs, which the peer leaves out, are in the time. */
#include <omp.h>
#include <stdio.h>

#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/counts/alias_count.h"
#include "kernels/encodings/curve.h"
#include "tests/bench/bench.h"

enum { DIM = 128, CONTEXT = 131072, CURVES = 8, THREADS_MAX = 8 };
static const char encoding_text[] = "rope:base=5e5,dim=128";

static int fail(const char *what)
{
    fprintf(stderr, "bench_alias: %s\n", what);
    return 3;
}

/* The curve of the stream's first draw. */
static bool draw_curve(double *score)
{
    struct message error;
    struct encoding *encoding;
    if (!encoding_parse(encoding_text, NULL, &encoding, &error))
        return false;
    struct qk_law law = {.kind = QK_GAUSS, .mu = 0.0, .sigma = 1.0};
    struct random_stream stream = {.seed = 1, .stream = random_stream_id("bench")};
    size_t window = curve_window_size(encoding, CONTEXT),
           work = curve_work_size(encoding, 1, CONTEXT);
    double *query = malloc((2 * DIM + qk_work_size(DIM) + window + work) * sizeof *query);
    bool ok = query != NULL;
    if (ok) {
        double *key = query + DIM, *draw_work = key + DIM, *held = draw_work + qk_work_size(DIM);
        struct score_input input = {.draws = 1, .query = query, .key = key};
        qk_draw(&law, &stream, 0, DIM, draw_work, query, key);
        ok = curve_window_fill(encoding, 0.0, CONTEXT, held) == STATUS_OK &&
             curve_scores(encoding, CONTEXT, held, &input, held + window, score) == STATUS_OK;
    }
    free(query);
    encoding_free(encoding);
    return ok;
}

/* Seconds per curve, of one curve on one thread or of CURVES on several; negative if a count
 * failed. */
static double time_counts(const double *score, size_t threads, double *work,
                          struct alias_counts *count)
{
    static const size_t formats[] = {DTYPE_BF16, DTYPE_FP16, DTYPE_FP32, DTYPE_FP64};
    size_t curves = threads == 1 ? 1 : CURVES, failed = 0, size = alias_work_size(CONTEXT);
    double start = bench_now();
#pragma omp parallel for schedule(dynamic) reduction(+ : failed) num_threads((int)threads)
    for (size_t c = 0; c < curves; c++) {
        double *own = work + (size_t)omp_get_thread_num() * size;
        failed += alias_count(CONTEXT, score, NULL, DTYPE_COUNT, formats, own,
                              count + c * DTYPE_COUNT) != STATUS_OK;
    }
    return failed ? -1.0 : (bench_now() - start) / (double)curves;
}

int main(int argc, char **argv)
{
    size_t runs = argc == 3 || argc == 4 ? bench_whole(argv[1], BENCH_RUNS_MAX) : 0;
    size_t threads = runs ? bench_whole(argv[2], THREADS_MAX) : 0;
    if (threads == 0) {
        fprintf(stderr, "usage: bench_alias RUNS THREADS [DIR], RUNS from 1 to %d, THREADS to %d\n",
                BENCH_RUNS_MAX, THREADS_MAX);
        return 2;
    }
    run_threads((int)threads);
    static double score[CONTEXT];
    double *work = malloc(threads * alias_work_size(CONTEXT) * sizeof *work);
    if (!work || !draw_curve(score))
        return fail("no curve");
    struct alias_counts count[CURVES * DTYPE_COUNT];
    double seconds[BENCH_RUNS_MAX];
    for (size_t run = 0; run < runs; run++)
        if ((seconds[run] = time_counts(score, threads, work, count)) < 0.0)
            return fail("alias_count failed");
    free(work);
    double found[DTYPE_COUNT][2], checksum = 0.0;
    for (size_t f = 0; f < DTYPE_COUNT; f++) {
        found[f][0] = (double)count[f].pairs;
        found[f][1] = (double)count[f].positions;
        checksum += found[f][0];
    }
    printf("alias_%zu seconds=%.6f checksum=%.0f\n", threads, bench_median(runs, seconds),
           checksum);
    if (argc == 4 &&
        !(bench_write_in(argv[3], "scores.bin", CONTEXT, score) &&
          bench_write_in(argv[3], "aliases.bin", sizeof found / sizeof(double), &found[0][0])))
        return fail("cannot write the scores and counts");
    return 0;
}
