/* MEN's criterion: the smallest base whose sum of cosines is nowhere negative below a length,
 * proved. */
#include <math.h>

#include "experiments/basebound/certificate.h"
#include "experiments/basebound/check.h"
#include "experiments/basebound/cost.h"
#include "experiments/basebound/judges.h"
#include "experiments/basebound/rows.h"
#include "experiments/harness/command/experiment.h"

enum { ENCODING, DIM, CONTEXT, CHECK, LIMIT, CERTIFICATE };
static const struct option_spec options[] = {
    [ENCODING] = {.name = "encoding",
                  .type = OPTION_ENCODINGS,
                  .meaning = "with --check: encodings whose own frequencies to judge, joined by "
                             "';'; default none"},
    [DIM] = {.name = "dim",
             .type = OPTION_WHOLE,
             .fallback = {"128", "128", "128"},
             .unless = "encoding",
             .lo = 2,
             .hi = BASEBOUND_DIM,
             .meaning = "head dimension D, even"},
    [CONTEXT] = OPTION_CONTEXT_ROW("1024:16384:x2", "1024:131072:x2", "1024:8388608:x2,10485760", 1,
                                   BASEBOUND_CONTEXT),
    [CHECK] = {.name = "check",
               .type = OPTION_REALS,
               .lo = 1,
               .hi = BASE_BANK_BASE,
               .alone = true,
               .meaning = "bases to judge at each context, or what --encoding says, instead of "
                          "looking for the smallest base"},
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

static const char *const arguments[] = {NULL};
static const struct figure figures[] = {
    {"basebound", "Bases that pass against context length",
     "RoPE's base passes at a context if the sum of cosines r b^(-n/h) is nowhere negative below "
     "it (D = 128). Every base below the lowest point fails, by proof. Bars: the first window of "
     "bases that pass, so narrow that it is drawn with a least height. Line: the base from which "
     "on every base passes, by proof. Between the two some pass and some fail. Open signs: the "
     "bases published as smallest.",
     arguments},
};

/* What a run hands to its rows. */
struct output {
    struct run *run;
    struct certificate *certificate; /* NULL: none */
    size_t dim;
};

static enum status put_row(void *context, const struct basebound_row *row)
{
    const struct output *o = context;
    enum status status = basebound_row_write(o->run->table, o->dim, row);
    if (status == STATUS_OK && o->certificate)
        certificate_row(o->certificate, row);
    return status;
}

static void step(void *context) { run_step(((const struct output *)context)->run); }

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
    if (run->values[CHECK].given && !run->values[CHECK].text)
        return message_set(&run->error,
                           "option --check: there is nothing to judge; expected --check=BASE,.. or "
                           "--encoding SPEC --check");
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
    struct basebound_sink sink = {
        {path ? certificate_below : NULL, &certificate}, put_row, &output, step};
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
    if (!run_begin(run))
        return STATUS_DOMAIN;
    size_t dim = (size_t)run_number(run, "dim");
    if (!check->present)
        return run_search(run, dim);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < context->count; i++)
        for (size_t j = 0; status == STATUS_OK && j < check->count; j++) {
            status = basebound_check_write(run->table, dim, context->numbers[i], check->numbers[j]);
            run_step(run);
        }
    return status;
}

/* What goes with an encoding: it has a dimension of its own, and no base to look for. */
static enum status run_check_encodings(struct run *run)
{
    static const int others[] = {DIM, LIMIT, CERTIFICATE};
    for (size_t i = 0; i < ARRAY_COUNT(others); i++)
        if (run->values[others[i]].given) {
            message_set(&run->error, "option --%s: --encoding says it all; give one of them",
                        run->experiment->options[others[i]].name);
            return STATUS_DOMAIN;
        }
    if (!run->values[CHECK].given || run->values[CHECK].text) {
        message_set(&run->error,
                    "option --encoding: its frequencies are judged as they are; expected "
                    "--encoding SPEC --check, without bases");
        return STATUS_DOMAIN;
    }
    return basebound_check_encodings(run);
}

static const struct experiment_table tables[] = {
    {"encoding", basebound_check_columns, CHECK_COLUMN_COUNT, run_check_encodings}};

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
    .source =
        "MEN (2405.14591); theory/proof/README.md, sections base-chord, base-sweep, base-cover, "
        "base-boxes, base-limit",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(basebound_columns),
    EXPERIMENT_TABLES(tables),
    EXPERIMENT_FIGURES(figures),
    .tabulated = tabulated,
    .claims = &basebound_claims,
    .run = run_basebound,
    .cost = basebound_cost,
};
