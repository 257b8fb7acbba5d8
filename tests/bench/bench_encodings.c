/* Times score curves of encodings at 4096 distances, D = 128, against what they are held to: biases
 * and hope-hyp against one vectorised exponential per (distance, draw), banks of frequencies
 * against RoPE's curve of as many frequencies, path at 131,072 distances against a tenth of a
 * second.
 *
 *     bench_encodings RUNS
 *
 * First every curve is compared with the engine's score of one distance. Then an encoding and its
 * peer run in turn, with one draw and with 16, each some times in a row: prints the medians of RUNS
 * such turns in processor time per score, and the most their ratio should be. One thread. Exit
 * status 3 if scores disagree. */
#include <math.h>
#include <string.h>

#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "kernels/curves/vector.h"
#include "kernels/encodings/curve.h"
#include "tests/bench/bench.h"

enum { DRAWS = 16, DIM = 128, CONTEXT = 4096, FAR = 131072, REPEATS = 8, EVERY = 61 };

#define SLEEF_OF(function)    VECTOR_SLEEF(function)
#define EXPONENTIAL(lanes)    EXPONENTIAL_OF(lanes)
#define EXPONENTIAL_OF(lanes) SLEEF_OF(expd##lanes##_u10)

static const struct row {
    const char *text, *peer; /* NULL: an exponential */
    double most;
} rows[] = {
    {"alibi:slope=0.1", NULL, 2.0},
    {"kerple-log", NULL, 2.0},
    {"t5:slope=1", NULL, 2.0},
    {"fire:slope=1", NULL, 2.0},
    {"grape-a:slope=0.1", NULL, 2.0},

    {"hope-hyp", NULL, 2.0},
    {"hope-fast:train=4096", "rope:dim=128", 1.2},
    {"cope-clip", "rope:dim=128", 1.2},
    {"rope-id:train=4096", "rope:dim=128", 1.2},
    {"evq", "rope:dim=128", 1.2},
    {"rope-im", "rope:dim=128", 1.2},
    {"rope:scaling=mrrope-pro,factor=4,orig=4096", "rope:dim=128", 1.2},
    {"fope", "rope:dim=128", 1.2},
    {"grape-m:dim=128", "rope:dim=128", 1.2},
    {"pope:dim=64", "rope:dim=128", 1.2},
};

static double query[DRAWS * DIM], key[DRAWS * DIM], score[DRAWS * CONTEXT], exponent[CONTEXT];

struct curve {
    struct encoding *encoding;
    double *window, *work;
    struct score_input input;
};

static int fail(const char *text, const char *what)
{
    fprintf(stderr, "bench_encodings: %s: %s\n", text, what);
    return 3;
}

static bool prepare(const char *text, size_t count, struct curve *c)
{
    struct message error;
    memset(c, 0, sizeof *c);
    if (!encoding_parse(text, NULL, &c->encoding, &error))
        return fail(text, error.text) == 0;
    size_t window = curve_window_size(c->encoding, count);
    c->window = malloc((window + curve_work_size(c->encoding, DRAWS, count)) * sizeof *c->window);
    c->work = c->window + window;
    c->input.query = query;
    c->input.key = key;
    return (c->window && curve_window_fill(c->encoding, 0.0, count, c->window) == STATUS_OK) ||
           fail(text, "no window") == 0;
}

static void release(struct curve *c)
{
    free(c->window);
    encoding_free(c->encoding);
}

/* Every EVERY-th distance of every draw, by the engine of any distances. */
static bool agrees(struct curve *c)
{
    const struct encoding *e = c->encoding;
    double *table = malloc((encoding_table_size(e, 1) + encoding_work_size(e, DRAWS)) *
                           sizeof *table);
    bool ok = table != NULL;
    c->input.draws = DRAWS;
    ok = ok && curve_scores(e, CONTEXT, c->window, &c->input, c->work, score) == STATUS_OK;
    for (size_t i = 0; i < CONTEXT && ok; i += EVERY) {
        double at = (double)i, one[DRAWS];
        ok = encoding_table_fill(e, 1, &at, table) == STATUS_OK &&
             encoding_scores(e, 1, table, &c->input, table + encoding_table_size(e, 1), one) ==
                 STATUS_OK;
        for (size_t d = 0; d < DRAWS && ok; d++)
            ok = fabs(one[d] - score[d * CONTEXT + i]) <=
                 2.0 * curve_error(e, query + d * e->dim, key + d * e->dim, CONTEXT);
    }
    free(table);
    return ok;
}

/* Seconds of some curves in a row; of an exponential where there is no curve. */
static double timed(struct curve *c, size_t draws)
{
    double start = bench_busy();
    for (size_t n = 0; n < REPEATS; n++) {
        if (c) {
            c->input.draws = draws;
            if (curve_scores(c->encoding, CONTEXT, c->window, &c->input, c->work, score) !=
                STATUS_OK)
                exit(fail(c->encoding->text, "curve_scores failed"));
            continue;
        }
        for (size_t d = 0; d < draws; d++)
            for (size_t i = 0; i < CONTEXT; i += VECTOR_LANES)
                vector_store(score + d * CONTEXT + i,
                             EXPONENTIAL(VECTOR_LANES)(vector_load(exponent + i)));
    }
    return (bench_busy() - start) / (double)(REPEATS * draws * CONTEXT);
}

static int compare(const struct row *row, size_t runs)
{
    struct curve ours, theirs;
    if (!prepare(row->text, CONTEXT, &ours) || (row->peer && !prepare(row->peer, CONTEXT, &theirs)))
        return 3;
    if (!agrees(&ours) || (row->peer && !agrees(&theirs)))
        return fail(row->text, "the curve and the score of one distance disagree");
    for (size_t draws = 1; draws <= DRAWS; draws += DRAWS - 1) {
        double a[BENCH_RUNS_MAX], b[BENCH_RUNS_MAX];
        for (size_t run = 0; run < runs; run++) {
            a[run] = timed(&ours, draws);
            b[run] = timed(row->peer ? &theirs : NULL, draws);
        }
        const char *peer = row->peer ? row->peer : "exp";
        printf("%s:%zu nanoseconds=%.6f peer=%s/%s:%zu most=%g\n", row->text, draws,
               1e9 * bench_median(runs, a), row->text, peer, draws, row->most);
        printf("%s/%s:%zu nanoseconds=%.6f\n", row->text, peer, draws, 1e9 * bench_median(runs, b));
    }
    release(&ours);
    if (row->peer)
        release(&theirs);
    return 0;
}

/* One draw of path along FAR tokens, the drawing of the tokens with it. */
static int far(size_t runs)
{
    struct curve c;
    struct token_stream tokens;
    struct random_stream stream = {.seed = 1, .stream = random_stream_id("bench")};
    double *out = malloc(FAR * sizeof *out), seconds[BENCH_RUNS_MAX];
    if (!out || !prepare("path", FAR, &c))
        return fail("path", "no curve");
    c.input.draws = 1;
    c.input.tokens = token_stream(&tokens, c.encoding, &stream, 0);
    for (size_t run = 0; run < runs; run++) {
        double start = bench_busy();
        if (curve_scores(c.encoding, FAR, c.window, &c.input, c.work, out) != STATUS_OK)
            return fail("path", "curve_scores failed");
        seconds[run] = bench_busy() - start;
    }
    printf("path_%d seconds=%.6f\n", FAR, bench_median(runs, seconds));
    free(out);
    release(&c);
    return 0;
}

int main(int argc, char **argv)
{
    size_t runs = argc == 2 ? bench_whole(argv[1], BENCH_RUNS_MAX) : 0;
    if (runs == 0) {
        fprintf(stderr, "usage: bench_encodings RUNS, RUNS from 1 to %d\n", BENCH_RUNS_MAX);
        return 2;
    }
    run_threads(1);
    struct qk_law law = {.kind = QK_GAUSS, .mu = 0.0, .sigma = 1.0};
    struct random_stream stream = {.seed = 1, .stream = random_stream_id("bench")};
    double *draw_work = malloc(qk_work_size(DIM) * sizeof *draw_work);
    if (!draw_work)
        return fail("draws", "out of memory");
    for (size_t d = 0; d < DRAWS; d++)
        qk_draw(&law, &stream, d, DIM, draw_work, query + d * DIM, key + d * DIM);
    free(draw_work);
    for (size_t i = 0; i < CONTEXT; i++)
        exponent[i] = -1e-3 * (double)i;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (compare(rows + i, runs) != 0)
            return 3;
    return far(runs < 5 ? runs : 5);
}
