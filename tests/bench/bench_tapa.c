/* Times TAPA's score curves against what they cannot do without: one vectorised cosine per
 * (distance, pair).
 *
 *     bench_tapa RUNS
 *
 * 16 draws of q and k at 131,072 distances, curves and cosines in turn: prints the median of RUNS
 * runs of each. One thread. */
#include <stdio.h>
#include <string.h>

#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/curves/vector.h"
#include "kernels/encodings/curve.h"
#include "tests/bench/bench.h"

enum { DRAWS = 16, DIM = 128, CONTEXT = 131072 };
static const char encoding_text[] = "tapa:dim=128,alpha=0.1,split=0.5";

static int fail(const char *what)
{
    fprintf(stderr, "bench_tapa: %s\n", what);
    return 3;
}

int main(int argc, char **argv)
{
    size_t runs = argc == 2 ? bench_whole(argv[1], BENCH_RUNS_MAX) : 0;
    if (runs == 0) {
        fprintf(stderr, "usage: bench_tapa RUNS, RUNS from 1 to %d\n", BENCH_RUNS_MAX);
        return 2;
    }
    run_threads(1);
    struct message error;
    struct encoding *encoding;
    if (!encoding_parse(encoding_text, NULL, &encoding, &error))
        return fail(error.text);
    static double query[DRAWS][DIM], key[DRAWS][DIM], score[DRAWS][CONTEXT], phase[CONTEXT],
        cosine[DRAWS][CONTEXT];
    struct qk_law law = {.kind = QK_GAUSS, .mu = 0.0, .sigma = 1.0};
    struct random_stream stream = {.seed = 1, .stream = random_stream_id("bench")};
    struct score_input input = {.draws = DRAWS, .query = &query[0][0], .key = &key[0][0]};
    double *window = malloc((curve_window_size(encoding, CONTEXT) +
                             curve_work_size(encoding, DRAWS, CONTEXT) + qk_work_size(DIM)) *
                            sizeof *window);
    if (!window || curve_window_fill(encoding, 0.0, CONTEXT, window) != STATUS_OK)
        return fail("no window");
    double *work = window + curve_window_size(encoding, CONTEXT),
           *draw_work = work + curve_work_size(encoding, DRAWS, CONTEXT);
    for (size_t d = 0; d < DRAWS; d++)
        qk_draw(&law, &stream, d, DIM, draw_work, query[d], key[d]);
    for (size_t i = 0; i < CONTEXT; i++)
        phase[i] = 1e-4 * (double)i;
    double curves[BENCH_RUNS_MAX], cosines[BENCH_RUNS_MAX], checksum = 0.0;
    memset(score, 0, sizeof score); /* pages are there before the clock runs */
    memset(cosine, 0, sizeof cosine);
    for (size_t run = 0; run < runs; run++) {
        double start = bench_now();
        if (curve_scores(encoding, CONTEXT, window, &input, work, &score[0][0]) != STATUS_OK)
            return fail("curve_scores failed");
        double middle = bench_now();
        for (size_t d = 0; d < DRAWS; d++)
            vector_cos_turns(CONTEXT, phase, cosine[d]);
        cosines[run] = bench_now() - middle;
        curves[run] = middle - start;
        checksum += score[run % DRAWS][run] + cosine[run % DRAWS][run];
    }
    printf("tapa_curve seconds=%.6f checksum=%.9f\n", bench_median(runs, curves), checksum);
    printf("tapa_cosine seconds=%.6f checksum=%.9f\n", bench_median(runs, cosines), checksum);
    free(window);
    encoding_free(encoding);
    return 0;
}
