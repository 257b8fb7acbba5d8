#include "experiments/locality/versus.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/interval.h"

enum {
    ENCODING,
    QK,
    CONTEXT_TOK,
    P_INV,
    P_INV_VERSUS,
    DIFFERENCE,
    DIFFERENCE_LO,
    DIFFERENCE_HI,
    PAIRS
};
const struct column locality_versus_columns[VERSUS_COLUMN_COUNT] = {
    [ENCODING] = {"encoding", "encoding string"},
    [QK] = {"qk", "query-key model"},
    [CONTEXT_TOK] = {"context_tok", "context length M, tokens"},
    [P_INV] = {"p_inv", "share of the (near, far) pairs of distances with S(near) < S(far), mean "
                        "over draws of q and k"},
    [P_INV_VERSUS] = {"p_inv_versus", "that of the encoding of --versus, of the same draws"},
    [DIFFERENCE] = {"difference", "p_inv less p_inv_versus"},
    [DIFFERENCE_LO] =
        {"difference_lo",
         "95 % limit over the draw of q and k, from the differences draw by draw, lower, ties "
         "being inversions of --versus alone; of the counts themselves for a deterministic model"},
    [DIFFERENCE_HI] = {"difference_hi", "upper, ties being inversions of the encoding alone"},
    [PAIRS] = {"pairs", "queries and keys drawn; 1 for a deterministic model"},
};

enum status locality_difference(const struct qk_law *law, size_t draws,
                                const struct locality_fraction *fraction,
                                const struct locality_fraction *versus,
                                struct locality_difference *out)
{
    double *least = malloc(2 * draws * sizeof *least), *most = least + draws, ignored;
    if (!least)
        return STATUS_MEMORY;
    *out = (struct locality_difference){0};
    for (size_t d = 0; d < draws; d++) {
        const struct locality_fraction *a = &fraction[d], *b = &versus[d];
        least[d] = 0.5 + 0.5 * (a->less_lo - fmin(b->less_hi + b->tie_hi, 1.0));
        most[d] = 0.5 + 0.5 * (fmin(a->less_hi + a->tie_hi, 1.0) - b->less_lo);
        out->mean += 0.5 * (a->less_lo + a->less_hi - b->less_lo - b->less_hi) / (double)draws;
    }
    enum status status = STATUS_OK;
    double lo = least[0], hi = most[0];
    if (!qk_deterministic(law))
        status = interval_between(draws, least, most, 0.95, &ignored, &lo, &hi);
    out->lo = 2.0 * lo - 1.0;
    out->hi = 2.0 * hi - 1.0;
    free(least);
    return status;
}

static const struct encoding *other(const struct run *run)
{
    return run_value(run, "versus")->encodings[0];
}

static double mean_of(size_t draws, const struct locality_fraction *fraction)
{
    double sum = 0.0;
    for (size_t d = 0; d < draws; d++)
        sum += 0.5 * (fraction[d].less_lo + fraction[d].less_hi) / (double)draws;
    return sum;
}

static enum status rows_of(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk)
{
    const struct option_value *context = run_value(run, "context");
    size_t draws = qk_deterministic(&qk->law) ? 1 : (size_t)run_number(run, "pairs");
    struct locality_fraction *fraction = malloc(2 * draws * sizeof *fraction),
                             *versus = fraction + draws;
    enum status status = fraction ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < context->count; i++) {
        struct curve_window window[2];
        struct locality_difference p;
        locality_window((enum locality_windows)run_number(run, "windows"), context->numbers[i],
                        window);
        status = locality_fractions(encoding, &qk->law, &run->stream, window, draws, fraction);
        if (status == STATUS_OK)
            status = locality_fractions(other(run), &qk->law, &run->stream, window, draws, versus);
        if (status == STATUS_OK)
            status = locality_difference(&qk->law, draws, fraction, versus, &p);
        if (status != STATUS_OK)
            break;
        row_text(run->table, ENCODING, encoding->text);
        row_text(run->table, QK, qk->text);
        row_number(run->table, CONTEXT_TOK, context->numbers[i]);
        row_number(run->table, P_INV, mean_of(draws, fraction));
        row_number(run->table, P_INV_VERSUS, mean_of(draws, versus));
        row_number(run->table, DIFFERENCE, p.mean);
        row_number(run->table, DIFFERENCE_LO, p.lo);
        row_number(run->table, DIFFERENCE_HI, p.hi);
        row_number(run->table, PAIRS, (double)draws);
        row_end(run->table);
        run_step(run);
    }
    free(fraction);
    return status;
}

/* Draws are shared by encodings of one dimension alone. */
static bool comparable(struct run *run)
{
    const struct option_value *versus = run_value(run, "versus"),
                              *encodings = run_value(run, "encoding"), *qks = run_value(run, "qk");
    if (versus->count != 1)
        return message_set(&run->error,
                           "option --versus: \"%s\" is more than one encoding; expected one",
                           versus->text);
    if (run_value(run, "points")->given)
        return message_set(&run->error, "option --points: with --versus there is no p_exact; give "
                                        "one of them");
    for (size_t e = 0; e < encodings->count; e++)
        if (encodings->encodings[e]->dim != other(run)->dim)
            return message_set(&run->error,
                               "option --versus: \"%s\" has dim %zu and \"%s\" has %zu, so that "
                               "they share no draws; expected one dim",
                               other(run)->text, other(run)->dim, encodings->encodings[e]->text,
                               encodings->encodings[e]->dim);
    for (size_t k = 0; k < qks->count; k++)
        if (!qk_drawable(&qks->qks[k], other(run), &run->error))
            return false;
    return true;
}

static bool allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    return qk_drawable(qk, encoding, error);
}

enum status locality_versus(struct run *run)
{
    return comparable(run) ? run_each(run, allowed, rows_of) : STATUS_DOMAIN;
}
