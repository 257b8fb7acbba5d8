/* MEN's criterion: the smallest base whose sum of cosines is nowhere negative below a length,
 * proved. */
#include "experiments/basebound/basebound.h"

#include <math.h>

#include "experiments/basebound/claims.h"
#include "experiments/basebound/published.h"
#include "experiments/harness/command/experiment.h"

enum { DIM, CONTEXT, CHECK, LIMIT, CERTIFICATE };
static const struct option_spec options[] = {
    [DIM] = {.name = "dim",
             .type = OPTION_WHOLE,
             .fallback = {"128", "128", "128"},
             .lo = 2,
             .hi = BASEBOUND_DIM,
             .meaning = "head dimension D, even"},
    [CONTEXT] = OPTION_CONTEXT_ROW("1024:16384:x2", "1024:131072:x2", "1024:1048576:x2", 1,
                                   BASEBOUND_CONTEXT),
    [CHECK] = {.name = "check",
               .type = OPTION_REALS,
               .lo = 1,
               .hi = BASE_BANK_BASE,
               .meaning = "bases to judge at each context, instead of looking for the smallest"},
    [LIMIT] =
        {.name = "limit",
         .type = OPTION_REALS,
         .lo = 1,
         .hi = BASE_BANK_BASE,
         .meaning =
             "base up to which base_safe is followed; default one beyond which every base passes"},
    [CERTIFICATE] = {.name = "certificate",
                     .type = OPTION_FILE,
                     .meaning = "file for a certificate that posbias verify checks; default none"},
};

static const struct column columns[] = {
    {"dim", "head dimension D"},
    {"context_tok",
     "context length L: a base passes if sum_n cos(r b^(-2n/D)) >= 0 for r = 0..L-1"},
    {"base_inf_lo",
     "no base from 1 up to this one, itself left open, passes; digits past the ninth depend on the contexts before it"},
    {"base_inf_hi", "this base passes; within a relative 1e-9 of base_inf_lo"},
    {"window_hi", "every base from base_inf_hi to here passes; empty if that window has no end"},
    {"base_safe",
     "every base from here to base_limit passes; empty if base_limit fails or no base passes"},
    {"base_limit", "as far as base_safe is followed"},
    {"proved", "1 if all of the row is proved"},
    {"beyond_limit",
     "passes: every base over base_limit passes too, so that base_safe holds for good; open: --limit cut it"},
    {"window_fail", "a base within a relative 1e-9 over window_hi that fails"},
    {"window_fail_tok", "the distance at which it does"},
    {"base_fail",
     "a base within a relative 1e-9 under base_safe that fails; empty if none under it does"},
    {"base_fail_tok", "the distance at which it does"},
    {"never_tok", "a distance at which every base fails; empty if some base passes"},
    {"hops",
     "failing bases on the way from 1 to base_inf_lo, each proved to fail with all up to the next"},
    {"evaluations", "sums of cosines evaluated for this row and those above it"},
    {"balls_share", "share of them that a double could not decide, so that balls did"},
    {"published_men",
     "the smallest base printed in arXiv 2405.14591 for this context; empty if there is none"},
    {"men_passes", "1 if that base passes, proved; 0 if it fails, proved"},
    {"published_second", "the same from a finer search by J. Su, kexue.fm/archives/10122"},
    {"second_passes", "1 if that base passes, proved; 0 if it fails, proved"},
    {"base", "base judged by --check; empty otherwise"},
    {"passes", "1 if it passes, 0 if not"},
    {"first_negative_tok", "smallest distance at which its sum is negative; empty if it passes"},
    {"value", "the sum there; if it passes, the least sum over r < L"},
};

static const char *const arguments[] = {NULL};
static const struct figure figures[] = {
    {"basebound",
     "Bases that pass against context length",
     "RoPE's base passes at a context if the sum of cosines r b^(-n/h) is nowhere negative below "
     "it (D = 128). Every base below the lowest point fails, by proof. Bars: the first window of "
     "bases that pass, so narrow that it is drawn with a least height. Line: the base from which "
     "on every base passes, by proof. Between the two some pass and some fail. Open signs: the "
     "bases published as smallest.",
     arguments,
     {0.5, 8, 400}},
};

/* A published base and what is proved of it, or two empty cells. */
static enum status put_printed(struct table *t, size_t dim, const struct basebound_published *p,
                               double base)
{
    struct base_verdict verdict = {0};
    enum status status = p ? basebound_check(dim, (size_t)p->context, base, &verdict) : STATUS_OK;
    table_optional(t, p, base);
    table_optional(t, p && verdict.proved, verdict.passes);
    return status;
}

/* The columns before those of --check. */
static enum status put_published(struct table *t, size_t dim, double context)
{
    const struct basebound_published *p = basebound_published_row(dim, context);
    enum status status = put_printed(t, dim, p, p ? p->men : 0.0);
    return status == STATUS_OK ? put_printed(t, dim, p, p ? p->second : 0.0) : status;
}

static void put_end(struct table *t, bool present, const struct base_end *end)
{
    table_optional(t, present && end->fails > 0.0, end->fails);
    table_optional(t, present && end->fails > 0.0, end->distance);
}

/* What a run hands to its rows. */
struct output {
    struct run *run;
    struct certificate *certificate; /* NULL: none */
    size_t dim;
};

static enum status put_row(void *context, const struct basebound_row *row)
{
    struct output *o = context;
    struct table *t = o->run->table;
    bool window = row->has_window && !row->window.none;
    table_number(t, (double)o->dim);
    table_number(t, (double)row->length);
    table_optional(t, !row->never, row->least.lo);
    table_optional(t, !row->never && row->least.closed, row->least.hi);
    table_optional(t, window, row->window.passes);
    table_optional(t, row->has_safe, row->safe.passes);
    table_optional(t, !row->never, row->limit);
    table_number(t, row->proved);
    if (row->never)
        table_empty(t);
    else
        table_text(t, row->limit_ends ? "passes" : "open");
    put_end(t, window, &row->window);
    put_end(t, row->has_safe, &row->safe);
    table_optional(t, row->never, 2.0);
    table_number(t, row->hops);
    table_number(t, row->sums.evaluations);
    table_number(t, row->sums.evaluations > 0.0 ? row->sums.balls / row->sums.evaluations : 0.0);
    enum status status = put_published(t, o->dim, (double)row->length);
    if (status != STATUS_OK)
        return status;
    for (int i = 0; i < 4; i++)
        table_empty(t);
    if (o->certificate)
        certificate_row(o->certificate, row);
    return STATUS_OK;
}

static enum status put_check(struct run *run, size_t dim, double context, double base)
{
    struct base_verdict verdict;
    struct table *t = run->table;
    enum status status = basebound_check(dim, (size_t)context, base, &verdict);
    if (status != STATUS_OK)
        return status;
    table_number(t, (double)dim);
    table_number(t, context);
    for (int i = 0; i < 5; i++)
        table_empty(t);
    table_number(t, verdict.proved);
    for (int i = 0; i < 6; i++)
        table_empty(t);
    table_number(t, 0.0);
    table_number(t, context);
    table_number(t, verdict.sums.balls / context);
    status = put_published(t, dim, context);
    table_number(t, base);
    table_optional(t, verdict.proved, verdict.passes);
    table_optional(t, !verdict.passes, verdict.distance);
    table_number(t, verdict.value);
    return status;
}

static bool options_fit(struct run *run)
{
    double dim = run_number(run, "dim");
    const struct option_value *limit = &run->values[LIMIT];
    if (fmod(dim, 2.0) != 0.0)
        return message_set(&run->error,
                           "option --dim: %.0f is odd; expected an even number from 2 to %d", dim,
                           BASEBOUND_DIM);
    if (limit->count > 1)
        return message_set(
            &run->error, "option --limit: \"%s\" is more than one base; expected one", limit->text);
    if (dim == 2.0 && run->values[CERTIFICATE].given)
        return message_set(&run->error, "option --certificate: with --dim=2 no base passes beyond "
                                        "two tokens and there is nothing to certify; expected "
                                        "--dim=4 or more");
    for (int i = LIMIT; i <= CERTIFICATE; i++)
        if (run->values[CHECK].given && run->values[i].given)
            return message_set(&run->error,
                               "option --%s: --check only judges its bases; give one of them",
                               run->experiment->options[i].name);
    return true;
}

static enum status run_search(struct run *run, size_t dim)
{
    const struct option_value *context = &run->values[CONTEXT], *limit = &run->values[LIMIT];
    const char *path = run->values[CERTIFICATE].text;
    struct certificate certificate;
    struct output output = {run, path ? &certificate : NULL, dim};
    struct basebound_sink sink = {{path ? certificate_hop : NULL, &certificate}, put_row, &output};
    if (path && !certificate_open(&certificate, path, dim, &run->error))
        return STATUS_UNDEFINED;
    enum status status = basebound_search(dim, context->count, context->numbers,
                                          limit->present ? limit->numbers[0] : 0.0, &sink);
    if (path && status != STATUS_OK)
        certificate_discard(&certificate);
    else if (path && !certificate_close(&certificate, &run->error))
        return STATUS_UNDEFINED;
    return status;
}

static enum status run_basebound(struct run *run)
{
    const struct option_value *context = &run->values[CONTEXT], *check = &run->values[CHECK];
    if (!options_fit(run))
        return STATUS_DOMAIN;
    size_t dim = (size_t)run_number(run, "dim");
    if (!check->present)
        return run_search(run, dim);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < context->count; i++)
        for (size_t j = 0; status == STATUS_OK && j < check->count; j++)
            status = put_check(run, dim, context->numbers[i], check->numbers[j]);
    return status;
}

static double seconds(const struct run *run)
{
    const struct option_value *context = &run->values[CONTEXT], *check = &run->values[CHECK];
    double dim = run_number(run, "dim"), longest = context->numbers[context->count - 1], sum = 0.0;
    if (!check->present) {
        for (size_t i = 0; i < context->count; i++) /* a row's window, bound and published bases */
            sum += 5e-3 + 1e-7 * dim * context->numbers[i];
        return sum + basebound_seconds((size_t)dim, longest);
    }
    for (size_t i = 0; i < context->count; i++)
        sum += 1e-10 * dim * context->numbers[i] * (double)check->count;
    return sum;
}

static const char *const tabulated[] = {
    "context_tok",   "base_inf_lo", "window_hi",        "base_safe",     "proved",
    "published_men", "men_passes",  "published_second", "second_passes", NULL};

const struct experiment experiment_basebound = {
    .name = "basebound",
    .summary = "smallest RoPE base whose sum of cosines is nowhere negative below a length, proved",
    .measures =
        "A base b passes at length L if sum_n cos(r b^(-2n/D)), angles in radians, is not negative "
        "at any distance r = 0..L-1. This goes up from base 1 over bases that are proved to fail "
        "until one passes, follows the window that starts there to its end, and comes down from "
        "bases that pass by a bound to the last one that does not. The signs rest on doubles with "
        "a derived error bound and on Arb's balls where that does not decide.",
    .source = "MEN (2405.14591); theory/README.md#base-hop, #base-cover, #base-limit",
    EXPERIMENT_TABLES,
    .tabulated = tabulated,
    .claims = basebound_claims,
    .claim_count = BASEBOUND_CLAIM_COUNT,
    .run = run_basebound,
    .seconds = seconds,
};
