#include "tests/tools/curve_tools.h"

#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/curve.h"

double *curve_tools_guarded(size_t size)
{
    double *at = malloc((size + 1) * sizeof *at);
    ck_assert(at != NULL);
    memset(at, 0xff, (size + 1) * sizeof *at);
    return at;
}

void curve_tools_free(double *at, size_t size)
{
    static const unsigned char whole[8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    ck_assert_msg(memcmp(at + size, whole, sizeof whole) == 0,
                  "something was written behind %zu numbers", size);
    free(at);
}

double *curve_tools_curves(const struct encoding *e, double first, size_t count, size_t draws,
                           const double *q, const double *k)
{
    size_t window_size = curve_window_size(e, count), work_size = curve_work_size(e, draws, count);
    double *window = curve_tools_guarded(window_size), *moved = curve_tools_guarded(window_size),
           *work = curve_tools_guarded(work_size), *score = curve_tools_guarded(draws * count),
           *out = malloc(draws * count * sizeof *out);
    struct token_stream tokens;
    struct score_input input = {
        .draws = draws, .query = q, .key = k, .tokens = tools_tokens(&tokens, e)};
    ck_assert_int_eq(curve_window_fill(e, first, count, window), STATUS_OK);
    /* a window moved there is the same, bit for bit */
    ck_assert_int_eq(curve_window_fill(e, first > 0.0 ? 0.0 : 12345.0, count, moved), STATUS_OK);
    ck_assert(encoding_offset(e, 1.0) == 0.0 ||
              memcmp(window, moved, window_size * sizeof *window) != 0);
    ck_assert_int_eq(curve_window_move(e, first, count, moved), STATUS_OK);
    ck_assert_msg(memcmp(window, moved, window_size * sizeof *window) == 0, "%s: %zu from %.0f",
                  e->text, count, first);
    ck_assert_int_eq(curve_scores(e, count, window, &input, work, score), STATUS_OK);
    memcpy(out, score, draws * count * sizeof *out);
    curve_tools_free(window, window_size);
    curve_tools_free(moved, window_size);
    curve_tools_free(work, work_size);
    curve_tools_free(score, draws * count);
    return out;
}
