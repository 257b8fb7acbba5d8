/* A head's quantities against their definitions, written out over tokens and over pairs of them. */
#include <math.h>
#include <string.h>

#include "experiments/heads/measure.h"
#include "tests/tools/cli_tools.h"
#include "tests/tools/models/vector_tools.h"

/* Pair 0 turns more than twice within the context, pairs 1 to 3 do not. */
enum { TOKENS = 48, DIM = 8, PAIRS = DIM / 2, CONTEXT = 32, DRAWS = 5 };
static const char text_of_encoding[] = "rope:base=1e4,dim=8";

/* A file of tokens, the vectors in it, and what is measured of them. */
struct head {
    double q[TOKENS][DIM], k[TOKENS][DIM], theta[PAIRS], norm;
    struct encoding *encoding;
    struct qk_model model;
    struct random_stream stream;
    struct head_value value[HEAD_QUANTITIES];
};

/* Vectors off centre; the largest coordinate of keys is massive: over 5 times the mean. */
static void head_make(struct head *h)
{
    static const size_t shape[] = {TOKENS, DIM};
    struct folder f;
    char text[VECTOR_TEXT], q[VECTOR_TEXT / 3], k[VECTOR_TEXT / 3];
    uint64_t state = 7;
    double tokens;
    memset(h, 0, sizeof *h);
    folder_make(&f);
    for (size_t t = 0; t < TOKENS; t++)
        for (size_t d = 0; d < DIM; d++) {
            h->q[t][d] = tools_uniform(&state) - 0.3;
            h->k[t][d] = (tools_uniform(&state) - 0.6) * (d == 3 ? 40.0 : 1.0);
        }
    snprintf(q, sizeof q, "%s", vector_npy(&f, "q.npy", 2, shape, h->q[0]));
    snprintf(k, sizeof k, "%s", vector_npy(&f, "k.npy", 2, shape, h->k[0]));
    snprintf(text, sizeof text, "npy:q=%s,k=%s", q, k);
    h->model = vector_model(text);
    h->encoding = tools_encoding(text_of_encoding);
    h->stream = random_draws(3);
    h->norm = 1.0 / sqrt(DIM);
    for (size_t n = 0; n < PAIRS; n++)
        h->theta[n] = pow(1e4, -(double)n / PAIRS);
    struct heads_plan plan = {.encoding = h->encoding,
                              .law = &h->model.law,
                              .stream = &h->stream,
                              .tokens = 1,
                              .pairs = DRAWS,
                              .context = CONTEXT};
    ck_assert_int_eq(heads_measure(&plan, h->value, &tokens), STATUS_OK);
    ck_assert(tokens == TOKENS);
    folder_remove(&f);
}

static void head_end(struct head *h)
{
    qk_free(&h->model);
    encoding_free(h->encoding);
}

static double length(const double *x, size_t n) { return hypot(x[2 * n], x[2 * n + 1]); }

static double score(const struct head *h, const double *q, const double *k, double r)
{
    double sum = 0.0;
    for (size_t n = 0; n < PAIRS; n++) {
        const double *a = q + 2 * n, *b = k + 2 * n;
        double x = r * h->theta[n];
        sum += (a[0] * b[0] + a[1] * b[1]) * cos(x) + (a[0] * b[1] - a[1] * b[0]) * sin(x);
    }
    return h->norm * sum;
}

/* Sums of at most TOKENS^2 DIM terms round by less than this, relative to their absolute sum. */
static const double TOLERANCE = 1e-11;

#define SAYS(h, quantity, want)                                                                    \
    worst_take(&w, fabs((h).value[quantity].value - (want)), TOLERANCE, #quantity " %.17g, %.17g", \
               (h).value[quantity].value, (double)(want))

TEST(usage_offsets_and_sizes_are_what_their_definitions_say)
{
    struct head h;
    struct worst w = {0};
    double usage[PAIRS] = {0}, alone[2][PAIRS] = {{0}}, sum = 0.0, slow = 0.0, null[2] = {0};
    head_make(&h);
    for (size_t n = 0; n < PAIRS; n++) {
        for (size_t t = 0; t < TOKENS; t++) {
            usage[n] += length(h.q[t], n) * length(h.k[t], n);
            alone[0][n] += length(h.q[t], n);
            alone[1][n] += length(h.k[t], n);
        }
        bool is_slow = h.theta[n] * CONTEXT / TWO_PI < 2.0;
        ck_assert(is_slow == (n > 0));
        sum += usage[n], slow += is_slow ? usage[n] : 0.0;
        null[0] += alone[0][n] * alone[1][n];
        null[1] += is_slow ? alone[0][n] * alone[1][n] : 0.0;
    }
    SAYS(h, HEAD_USAGE_SLOW, slow / sum);
    worst_take(&w, fabs(h.value[HEAD_USAGE_SLOW].null - null[1] / null[0]), TOLERANCE, "null");
    for (size_t side = 0; side < 2; side++) {
        double mean[DIM] = {0}, size[DIM] = {0}, offset = 0.0, trace = 0.0, sizes = 0.0,
               massive = 0.0;
        for (size_t t = 0; t < TOKENS; t++)
            for (size_t d = 0; d < DIM; d++) {
                double x = side ? h.k[t][d] : h.q[t][d];
                mean[d] += x / TOKENS, size[d] += x * x;
            }
        for (size_t d = 0; d < DIM; d++) {
            offset += mean[d] * mean[d];
            trace += size[d] / TOKENS - mean[d] * mean[d];
            sizes += sqrt(size[d]) / DIM;
        }
        for (size_t d = 0; d < DIM; d++)
            massive += sqrt(size[d]) > 5.0 * sizes;
        ck_assert(massive == (double)side);
        SAYS(h, side ? HEAD_MASSIVE_K : HEAD_MASSIVE_Q, massive);
        SAYS(h, side ? HEAD_OFFSET_K : HEAD_OFFSET_Q, sqrt(offset / trace));
    }
    ck_assert(isnan(h.value[HEAD_SLOT_SLOW].value) && isnan(h.value[HEAD_REACH].value));
    head_end(&h);
    worst_check(&w);
}

/* All pairs of tokens, none drawn. */
TEST(the_mean_score_is_that_of_all_pairs_of_tokens)
{
    struct head h;
    struct worst w = {0};
    double mean[CONTEXT] = {0}, a[PAIRS] = {0}, z[PAIRS] = {0}, centre = 0.0, spread = 0.0,
           amplitude = 0.0;
    size_t first = CONTEXT, most = 0;
    head_make(&h);
    for (size_t t = 0; t < TOKENS; t++)
        for (size_t s = 0; s < TOKENS; s++) {
            for (size_t r = 0; r < CONTEXT; r++)
                mean[r] += score(&h, h.q[t], h.k[s], (double)r);
            for (size_t n = 0; n < PAIRS; n++) {
                a[n] += h.q[t][2 * n] * h.k[s][2 * n] + h.q[t][2 * n + 1] * h.k[s][2 * n + 1];
                z[n] += length(h.q[t], n) * length(h.k[s], n);
            }
        }
    for (size_t r = CONTEXT; r-- > 0;) {
        first = mean[r] < 0.0 ? r : first;
        most = mean[r] >= mean[most] ? r : most;
    }
    for (size_t n = 0; n < PAIRS; n++)
        centre += a[n] / PAIRS, amplitude += z[n] / PAIRS;
    for (size_t n = 0; n < PAIRS; n++)
        spread += (a[n] - centre) * (a[n] - centre) / PAIRS;
    ck_assert(first < CONTEXT);
    SAYS(h, HEAD_FIRST_NEGATIVE, (double)first);
    SAYS(h, HEAD_ARGMAX, (double)most);
    SAYS(h, HEAD_SPREAD_A, sqrt(spread) / amplitude);
    head_end(&h);
    worst_check(&w);
}

TEST(scores_of_drawn_pairs_are_what_their_definitions_say)
{
    struct head h;
    struct worst w = {0};
    double largest = 0.0, positional = 0.0, semantic = 0.0, inverted = 0.0;
    head_make(&h);
    for (size_t d = 0; d < DRAWS; d++) {
        double q[DIM], k[2][DIM], work[3 * DIM], most = 0.0, sum = 0.0, steps = 0.0, back = 0.0;
        ck_assert_int_eq(qk_draw(&h.model.law, &h.stream, d, DIM, work, q, k[0]), STATUS_OK);
        ck_assert_int_eq(qk_draw_second(&h.model.law, &h.stream, d, DIM, work, q, k[1]), STATUS_OK);
        for (size_t n = 0; n < PAIRS; n++) {
            double amplitude = length(q, n) * length(k[0], n);
            sum += amplitude, most = fmax(most, amplitude);
        }
        for (double m = 0.0; m < CONTEXT; m++)
            steps += fabs(score(&h, q, k[0], m + 1.0) - score(&h, q, k[0], m));
        double order = score(&h, q, k[0], 0.0) - score(&h, q, k[1], 0.0);
        for (double r = CONTEXT + 1.0; r <= 2.0 * CONTEXT; r++)
            back += order * (score(&h, q, k[0], r) - score(&h, q, k[1], r)) < 0.0;
        for (double near = 0.0; near < CONTEXT / 2; near++)
            for (double far = CONTEXT / 2; far < CONTEXT; far++)
                inverted += score(&h, q, k[0], near) < score(&h, q, k[0], far);
        largest += most / sum / DRAWS;
        positional += steps / CONTEXT / (h.norm * sum) / DRAWS;
        semantic += (1.0 - back / CONTEXT) / DRAWS;
    }
    SAYS(h, HEAD_AMPLITUDE_MAX, largest);
    SAYS(h, HEAD_POSITIONAL, positional);
    SAYS(h, HEAD_SEMANTIC, semantic);
    SAYS(h, HEAD_P_INV, inverted / (DRAWS * 0.25 * CONTEXT * CONTEXT));
    head_end(&h);
    worst_check(&w);
}

/* The largest eigenvalue of X'X by its powers, which gap enough here that 400 of them settle it. */
static double stable_rank(double x[TOKENS][DIM])
{
    double v[DIM], next[DIM], total = 0.0, largest = 0.0;
    for (size_t d = 0; d < DIM; d++)
        v[d] = 1.0;
    for (size_t t = 0; t < TOKENS; t++)
        for (size_t d = 0; d < DIM; d++)
            total += x[t][d] * x[t][d];
    for (size_t step = 0; step < 400; step++) {
        memset(next, 0, sizeof next);
        for (size_t t = 0; t < TOKENS; t++) {
            double dot = 0.0;
            for (size_t d = 0; d < DIM; d++)
                dot += x[t][d] * v[d];
            for (size_t d = 0; d < DIM; d++)
                next[d] += dot * x[t][d];
        }
        largest = 0.0;
        for (size_t d = 0; d < DIM; d++)
            largest += next[d] * next[d];
        largest = sqrt(largest);
        for (size_t d = 0; d < DIM; d++)
            v[d] = next[d] / largest;
    }
    return total / largest;
}

TEST(the_spectrum_is_that_of_the_keys_as_they_are_and_rotated)
{
    struct head h;
    struct worst w = {0};
    double turned[TOKENS][DIM];
    head_make(&h);
    for (size_t t = 0; t < TOKENS; t++)
        for (size_t n = 0; n < PAIRS; n++) {
            double x = (double)t * h.theta[n], *k = h.k[t] + 2 * n;
            turned[t][2 * n] = k[0] * cos(x) - k[1] * sin(x);
            turned[t][2 * n + 1] = k[0] * sin(x) + k[1] * cos(x);
        }
    double rank = stable_rank(h.k), rank_turned = stable_rank(turned);
    SAYS(h, HEAD_STABLE_RANK, rank);
    SAYS(h, HEAD_STABLE_RANK_ROTATED, rank_turned);
    SAYS(h, HEAD_FIRST_SHARE, 1.0 / rank);
    SAYS(h, HEAD_FIRST_SHARE_ROTATED, 1.0 / rank_turned);
    head_end(&h);
    worst_check(&w);
}

/* A head whose mean score is nowhere negative is behind every distance: so are two of three. */
TEST(heads_that_are_never_negative_count_in_the_summary)
{
    static const size_t shape[] = {3, 2, 4};
    static const double still[] = {0.0, 2.0, 2.0};
    struct folder f;
    double x[3][2][4] = {{{0}}};
    folder_make(&f);
    for (size_t head = 0; head < 3; head++)
        for (size_t t = 0; t < 2; t++)
            x[head][t][0] = 1.0, x[head][t][2] = still[head];
    vector_npy(&f, "x.npy", 3, shape, x[0][0]);
    struct cli_result r = CLI(&f, "heads", "--encoding=rope:dim=4,rotary=2", "--context=8",
                              "--qk=npy:q=@/x.npy,k=@/x.npy,head=all", "--format=json", "--quiet");
    cli_went_well(&r);
    static const char *const says[] = {"\"first_negative_tok\":null", "\"first_negative_lo_tok\":2",
                                       "\"first_negative_hi_tok\":null"};
    const char *summary = strstr(r.out, "head=all\"");
    ck_assert_msg(summary != NULL, "%s", r.out);
    for (size_t i = 0; i < TOOLS_COUNT(says); i++)
        ck_assert_msg(strstr(summary, says[i]) != NULL, "%s in %s", says[i], summary);
    cli_free(&r);
    folder_remove(&f);
}
