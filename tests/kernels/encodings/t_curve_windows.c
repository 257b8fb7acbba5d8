/* Windows of a curve: their length, place and company do not change a score; where they may lie. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"
#include "tests/tools/curve_tools.h"

/* One draw has the same curve alone and beside others, a bank's bit for bit, and in windows of any
 * length up to rounding; the engine for scattered distances agrees. Many draws are taken in several
 * batches. */
TEST(draws_and_windows_do_not_matter)
{
    static const char *const specs[] = {"rope:base=1e4,dim=16",
                                        "rope:base=5e5,dim=128",
                                        "rope:base=1e4,dim=8,rotary=4",
                                        "nope:dim=6",
                                        "alibi:dim=16,slope=0.375",
                                        "tapa:dim=8",
                                        "xpos:dim=16,scale=50",
                                        "hope-hyp:dim=16",
                                        "hyspe:dim=16",
                                        "jordan:dim=16,eta=0.1",
                                        "jordan-stab:dim=16",
                                        "grape-m:dim=16"};
    enum { DRAWS = 70, COUNT = 1100, START = 777 };
    static double q[DRAWS * 128], k[DRAWS * 128];
    uint64_t state = 92;
    struct worst w = {0};
    for (size_t i = 0; i < DRAWS * 128; i++)
        q[i] = 4.0 * tools_uniform(&state) - 2.0, k[i] = 4.0 * tools_uniform(&state) - 2.0;
    for (size_t s = 0; s < TOOLS_COUNT(specs); s++) {
        struct encoding *e = tools_encoding(specs[s]);
        double *all = curve_tools_curves(e, START, COUNT, DRAWS, q, k), r[COUNT];
        for (size_t i = 0; i < COUNT; i++)
            r[i] = START + (double)i;
        double *scattered = tools_scores(e, COUNT, r, DRAWS, q, k);
        for (size_t d = 0; d < DRAWS; d++) {
            double *alone = curve_tools_curves(e, START, COUNT, 1, q + d * e->dim, k + d * e->dim),
                   *part = curve_tools_curves(e, START + 301, 200, 1, q + d * e->dim,
                                              k + d * e->dim),
                   error = curve_error(e, q + d * e->dim, k + d * e->dim, START + COUNT);
            ck_assert(!e->type->curve ||
                      memcmp(all + d * COUNT, alone, COUNT * sizeof *alone) == 0);
            for (size_t i = 0; i < COUNT; i++) {
                worst_take(&w, fabs(all[d * COUNT + i] - alone[i]), 2.0 * error, "%s %zu, alone",
                           specs[s], i);
                worst_take(&w, fabs(all[d * COUNT + i] - scattered[d * COUNT + i]), 2.0 * error,
                           "%s %zu", specs[s], i);
            }
            for (size_t i = 0; i < 200; i++)
                worst_take(&w, fabs(alone[301 + i] - part[i]), 2.0 * error, "%s, part at %zu",
                           specs[s], i);
            free(alone);
            free(part);
        }
        free(all);
        free(scattered);
        encoding_free(e);
    }
    worst_check(&w);
}

/* A dimension so large that blocks are as short as they get. */
TEST(vast_dimension_is_scored)
{
    enum { DIM = 65536, COUNT = 45, DRAWS = 3 };
    struct encoding *e = tools_encoding("rope:base=1e6,dim=65536");
    double *q = malloc(DRAWS * DIM * sizeof *q), *k = malloc(DRAWS * DIM * sizeof *k), r[COUNT];
    uint64_t state = 93;
    struct worst w = {0};
    for (size_t i = 0; i < DRAWS * DIM; i++)
        q[i] = 4.0 * tools_uniform(&state) - 2.0, k[i] = 4.0 * tools_uniform(&state) - 2.0;
    for (size_t i = 0; i < COUNT; i++)
        r[i] = 100.0 + (double)i;
    double *got = curve_tools_curves(e, 100.0, COUNT, DRAWS, q, k),
           *want = tools_scores(e, COUNT, r, DRAWS, q, k);
    for (size_t i = 0; i < DRAWS * COUNT; i++)
        worst_take(&w, fabs(got[i] - want[i]),
                   2.0 * curve_error(e, q + i / COUNT * DIM, k + i / COUNT * DIM, 100.0 + COUNT),
                   "%zu", i);
    worst_check(&w);
    free(got);
    free(want);
    free(q);
    free(k);
    encoding_free(e);
}

/* The last distance is DISTANCE_LIMIT. */
TEST(last_distance_is_the_limit)
{
    static const char *const specs[] = {"rope:base=1e4,dim=4", "alibi:dim=2,slope=1", "tapa:dim=4"};
    static const struct {
        double first;
        size_t count;
        bool good;
    } cases[] = {{0.0, 1, true},
                 {0.0, 0, false},
                 {-1.0, 3, false},
                 {NAN, 1, false},
                 {HUGE_VAL, 1, false},
                 {DISTANCE_LIMIT, 1, true},
                 {DISTANCE_LIMIT, 2, false}, /* the sum rounds to the limit */
                 {DISTANCE_LIMIT, 3, false},
                 {DISTANCE_LIMIT - 1.0, 2, true},
                 {DISTANCE_LIMIT - 1.0, 3, false},
                 {DISTANCE_LIMIT - 9.0, 10, true},
                 {DISTANCE_LIMIT - 9.0, 11, false},
                 {2.0 * DISTANCE_LIMIT, 1, false}};
    for (size_t s = 0; s < TOOLS_COUNT(specs); s++)
        for (size_t c = 0; c < TOOLS_COUNT(cases); c++) {
            struct encoding *e = tools_encoding(specs[s]);
            double *window = curve_tools_guarded(curve_window_size(e, 16));
            ck_assert_int_eq(curve_window_fill(e, 3.0, cases[c].count ? cases[c].count : 1, window),
                             STATUS_OK);
            enum status want = cases[c].good ? STATUS_OK : STATUS_DOMAIN,
                        moved = curve_window_move(e, cases[c].first, cases[c].count, window),
                        filled = curve_window_fill(e, cases[c].first, cases[c].count, window);
            ck_assert_msg(filled == want && moved == want, "%s: %zu from %.0f: %d, moved %d",
                          specs[s], cases[c].count, cases[c].first, filled, moved);
            curve_tools_free(window, curve_window_size(e, 16));
            encoding_free(e);
        }
}
