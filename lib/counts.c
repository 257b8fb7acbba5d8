/* Exact counts of one query and its keys: position inversions and token inversions. */
#include "kernels/counts/inversion_curve.h"
#include "kernels/counts/order_flips.h"
#include "lib/arguments.h"

/* Whether a window of whole distances is one that the encoding has scores in. */
static int window_given(struct call *call, const struct encoding *e, const char *name,
                        int64_t first, int64_t count, struct curve_window *out)
{
    double reach = encoding_reach(e);
    if (first < 0 || count < 1 || (double)count > INVERSION_LIMIT ||
        (double)first > reach - (double)(count - 1)) {
        message_set(&call->message,
                    "%s distances begin at %.0f and are %.0f; expected at least one and at most "
                    "%.0f, from 0 to %.0f",
                    name, (double)first, (double)count, INVERSION_LIMIT, reach);
        return POSBIAS_DOMAIN;
    }
    *out = (struct curve_window){(double)first, (size_t)count};
    return POSBIAS_OK;
}

/* Whether an encoding, vectors and a place for counts are what counting takes. */
static int counting_given(struct call *call, const posbias_encoding *encoding, size_t dim,
                          size_t count, const double *const *vectors, const posbias_count *out)
{
    static const char *const names[] = {"query", "key", "other"};
    int status = argument_vectors(call, encoding, dim, count, names, vectors);
    if (status == POSBIAS_OK)
        status = argument_given(call, out, "count");
    return status == POSBIAS_OK ? argument_pathless(call, encoding->of) : status;
}

static int position_inversions(struct call *call, const posbias_encoding *encoding, size_t dim,
                               const double *const vectors[2], const int64_t near[2],
                               const int64_t far[2], posbias_count *out)
{
    struct curve_window window[2];
    struct inversion_bounds found;
    int status = counting_given(call, encoding, dim, 2, vectors, out);
    if (status == POSBIAS_OK)
        status = window_given(call, encoding->of, "near", near[0], near[1], &window[0]);
    if (status == POSBIAS_OK)
        status = window_given(call, encoding->of, "far", far[0], far[1], &window[1]);
    if (status == POSBIAS_OK && (double)near[1] + (double)far[1] > INVERSION_LIMIT) {
        message_set(&call->message,
                    "near and far distances are %.0f; expected at most %.0f together",
                    (double)near[1] + (double)far[1], INVERSION_LIMIT);
        status = POSBIAS_DOMAIN;
    }
    if (status != POSBIAS_OK)
        return status;
    struct score_input input = {.draws = 1, .query = vectors[0], .key = vectors[1]};
    status = call_status(inversion_curve(encoding->of, &input, window[0], window[1], &found));
    if (status == POSBIAS_OK)
        *out = (posbias_count){(int64_t)found.less_lo, (int64_t)found.less_hi,
                               (int64_t)found.ties_lo, (int64_t)found.ties_hi, near[1] * far[1]};
    return status;
}

int posbias_position_inversions(const posbias_encoding *encoding, size_t dim, const double *query,
                                const double *key, int64_t near_first, int64_t near_count,
                                int64_t far_first, int64_t far_count, posbias_count *count,
                                char *error, size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    return call_end(&call, position_inversions(&call, encoding, dim, (const double *[]){query, key},
                                               (const int64_t[]){near_first, near_count},
                                               (const int64_t[]){far_first, far_count}, count));
}

static int token_inversions(struct call *call, const posbias_encoding *encoding, size_t dim,
                            const double *const vectors[3], int64_t context, posbias_count *out)
{
    struct curve_window window;
    struct order_flips found;
    int status = counting_given(call, encoding, dim, 3, vectors, out);
    if (status == POSBIAS_OK)
        status = window_given(call, encoding->of, "the context's", 0, context, &window);
    if (status != POSBIAS_OK)
        return status;
    status = call_status(order_curve(encoding->of, vectors[0], vectors[1], vectors[2],
                                     (double)window.count, &found));
    if (status == POSBIAS_OK)
        *out = (posbias_count){(int64_t)found.flips, (int64_t)found.flips, (int64_t)found.ties,
                               (int64_t)found.ties, context};
    return status;
}

int posbias_token_inversions(const posbias_encoding *encoding, size_t dim, const double *query,
                             const double *key, const double *other, int64_t context,
                             posbias_count *count, char *error, size_t error_size)
{
    struct call call;
    call_begin(&call, error, error_size);
    return call_end(&call, token_inversions(&call, encoding, dim,
                                            (const double *[]){query, key, other}, context, count));
}
