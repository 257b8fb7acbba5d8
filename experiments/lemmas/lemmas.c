/* TAPA's Lemmas C.1 and C.2: the mean cosine and sine beside the bounds the paper gives for them.
 * */
#include <math.h>
#include <stdlib.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/lemmas/cost.h"
#include "experiments/lemmas/judges.h"
#include "experiments/lemmas/measure.h"
#include "experiments/lemmas/rows.h"
#include "experiments/mean_curve.h"

enum { ENCODING, DISTANCES, PROVE, RANGE };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=1e4,dim=128,unit=turn;rope:base=5e5,dim=128,unit=turn;rope:base=1e7,dim=128,unit=turn"),
    [DISTANCES] =
        {.name = "distances",
         .type = OPTION_INTEGERS,
         .fallback = {"2:100000000:log:60", "2:100000000:log:160", "2:1000000000000:log:600"},
         .unless = "prove",
         .lo = 0,
         .hi = DISTANCE_LIMIT,
         .meaning =
             "distances, tokens: 1,10,100 or 0:100 or 1:131072:log:40 or 1k:1M:x2; 1k is 1024"},
    [PROVE] =
        {.name = "prove",
         .type = OPTION_FLAG,
         .meaning =
             "prove the bounds at every whole distance of --range: one row per encoding and lemma"},
    [RANGE] =
        {.name = "range",
         .type = OPTION_RANGE,
         .lo = 1,
         .hi = DISTANCE_LIMIT,
         .meaning =
             "--prove: distances A:B, tokens; default all over one turn of the fastest pair, to "
             "2^53"},
};

static const char *const arguments[] = {NULL};
static const struct figure figures[] = {
    {"lemmas", "Lemma bounds against true values",
     "Mean cosine C_D and mean sine S_D (points) with their dense-bank limits (thin lines) and the "
     "bounds of Lemmas C.1 and C.2 (thick lines) at D = 128. Nothing can exceed 1/2 (dotted): the "
     "bound on the cosine lies above it at every distance, and the bound on the sine says "
     "something only within a few tokens.",
     arguments},
};

/* Options that belong to one of the two ways only. */
static bool options_agree(struct run *run)
{
    bool proving = run->values[PROVE].given;
    const struct option_value *distances = &run->values[DISTANCES], *range = &run->values[RANGE];
    if (proving && distances->given)
        return message_set(&run->error,
                           "option --distances: --prove judges every whole distance of a range, "
                           "not the list \"%s\"; expected --range=A:B",
                           distances->text);
    if (!proving && range->given)
        return message_set(
            &run->error,
            "option --range: \"%s\" is a range to prove; expected --prove with it, or --distances",
            range->text);
    if (!proving && distances->numbers[0] == 0.0)
        return message_set(
            &run->error,
            "option --distances: 0 is out of range; expected distances from 1, since the bounds "
            "divide by them");
    return true;
}

static bool turns(const struct encoding *e)
{
    const struct frequency_bank *bank = encoding_bank(e);
    return bank && bank->slope == 0.0 && bank->schedule->rotating > 0;
}

static bool is_plain(const struct encoding *e)
{
    return turns(e) && schedule_is_plain(encoding_schedule(e));
}

/* Whether its frequencies are another encoding's, whatever its keys are. */
static bool of_its_own(const struct frequency_rule *rule)
{
    return rule->scaling == SCALING_TAPER || rule->scaling == SCALING_WAVES ||
           rule->scaling == SCALING_EVQ || rule->scaling == SCALING_PLANE;
}

/* Whether the lemmas speak of an encoding. */
static bool plain(const struct encoding *e, struct message *error)
{
    static const char about[] = "encoding \"%s\" %s, and the lemmas are about plain RoPE; expected "
                                "%s%s";
    if (!turns(e) || of_its_own(&encoding_schedule(e)->rule))
        return message_set(error, about, e->text, "has another formula", "one of ",
                           encoding_names(is_plain).text);
    if (encoding_schedule(e)->rule.scaling != SCALING_NONE)
        return message_set(error, about, e->text, "scales its frequencies", "scaling=none", "");
    if (!is_plain(e))
        return message_set(error, about, e->text, "turns only some of its coordinates",
                           "rotary to be dim, as in one of ", encoding_names(is_plain).text);
    return true;
}

static enum status run_lemmas(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *list = &run->values[DISTANCES];
    for (size_t i = 0; i < encodings->count; i++)
        if (!plain(encodings->encodings[i], &run->error))
            return STATUS_DOMAIN;
    if (!options_agree(run))
        return STATUS_DOMAIN;
    if (!run_begin(run))
        return STATUS_DOMAIN;
    if (run->values[PROVE].given) {
        enum status status = STATUS_OK;
        for (size_t i = 0; status == STATUS_OK && i < encodings->count; i++) {
            status = lemma_proof_rows(run, encodings->encodings[i]);
            run_step(run);
        }
        return status;
    }
    double *c = malloc(2 * list->count * sizeof *c), *s = c + list->count;
    enum status status = c ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < encodings->count; i++) {
        status = lemma_means(encodings->encodings[i], list->count, list->numbers, c, s);
        for (size_t k = 0; status == STATUS_OK && k < list->count; k++)
            status = lemma_rows_at(run, encodings->encodings[i], list->numbers[k], c[k], s[k]);
        run_step(run);
    }
    free(c);
    return status;
}

const struct experiment experiment_lemmas = {
    .name = "lemmas",
    .summary =
        "mean cosine and sine of the frequencies beside the bounds of TAPA's lemmas, with their "
        "tightness",
    .measures =
        "C_D(r) = (1/D) sum cos and S_D(r) = (1/D) sum sin over the frequencies, and the bounds of "
        "Lemmas C.1 and C.2 at the free parameters that make each bound best. Says where a bound "
        "is vacuous and whether it is ever violated.",
    .source = "TAPA Eq. 24-27; theory/limits/README.md, section lemma-bounds; "
              "theory/trig/README.md, section trig-limits; theory/proof/README.md, section "
              "lemma-proof",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(lemma_columns),
    EXPERIMENT_FIGURES(figures),
    .claims = &lemmas_claims,
    .run = run_lemmas,
    .cost = lemmas_cost,
};
