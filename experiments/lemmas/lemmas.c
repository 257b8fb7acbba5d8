/* TAPA's Lemmas C.1 and C.2: the mean cosine and sine beside the bounds the paper gives for them. */
#include <math.h>
#include <stdlib.h>

#include "experiments/lemmas/lemmas.h"
#include "theory/lemmas.h"
#include "theory/trig_limits.h"
#include "theory/trig_sums.h"

enum { ENCODING, DISTANCES };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=1e4,dim=128,unit=turn;rope:base=5e5,dim=128,unit=turn;rope:base=1e7,dim=128,unit=turn"),
    [DISTANCES] = OPTION_DISTANCES_ROW("2:100000000:log:60", "2:100000000:log:160", "2:1000000000000:log:600"),
};

static const struct column columns[] = {
    {"encoding", "encoding string, plain RoPE"},
    {"lemma", "LC.1-C and LC.1-S bound |C_D| and |S_D| from above, LC.2 bounds C_D from below"},
    {"distance_tok", "distance, tokens; the lemmas' distance is this in turns of the fastest pair"},
    {"value", "|C_D|, |S_D| or C_D"},
    {"bound", "the lemma's bound at its best free parameters"},
    {"tightness", "value over bound"},
    {"vacuous", "1 if the bound says nothing: at least 1/2 for LC.1, at most -1/2 for LC.2"},
    {"violated", "1 if the bound fails by more than rounding"},
    {"hypothesis", "1 if the lemma's hypotheses hold: b > 10, D > 4 ln b, distance over one turn"},
    {"limit", "the D to infinity limit of C_D or S_D (absolute for LC.1)"},
};

static const char *const arguments[] = {NULL};
static const struct figure figures[] = {
    {"lemmas",
     "Lemma bounds against true values",
     "Mean cosine C_D and mean sine S_D (points) with their dense-bank limits (thin lines) and the bounds of Lemmas C.1 and "
     "C.2 "
     "(thick lines) at D = 128. Nothing can exceed 1/2 (dotted): the bound on the cosine lies above it at every distance, and "
     "the "
     "bound on the sine says something only within a few tokens.",
     arguments,
     {0.3, 0.5, 3}},
};

static const double TWO_PI = 6.283185307179586476925286766559;

const char *const lemma_names[] = {"LC.1-C", "LC.1-S", "LC.2"};

enum status lemma_means(const struct encoding *encoding, size_t count, const double *distance, double *c, double *s)
{
    const struct schedule *schedule = encoding->schedule;
    enum status status = trig_sums(schedule, schedule->weight, NULL, count, distance, c);
    if (status == STATUS_OK)
        status = trig_sums(schedule, NULL, schedule->weight, count, distance, s);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        c[i] /= (double)encoding->dim;
        s[i] /= (double)encoding->dim;
    }
    return status;
}

enum status lemma_values_at(const struct encoding *encoding, double distance, double c, double s, struct lemma_values *out)
{
    const struct schedule *schedule = encoding->schedule;
    double turns = schedule->rule.unit == UNIT_TURN ? distance : distance / TWO_PI;
    /* rounding of the sums, and the stated 1e-12 of the maximisation inside lemma_c2 */
    double error = trig_sums_error(schedule, schedule->weight, NULL) / (double)encoding->dim + 1e-12, e0;
    struct lemma_point point = {schedule->rule.base, (double)encoding->dim, turns};
    struct estimate limit_c, limit_s;
    out->applies = lemma_applies(&point);
    out->value[LEMMA_C1_COS] = fabs(c), out->bound[LEMMA_C1_COS] = lemma_c1_cos(&point);
    out->value[LEMMA_C1_SIN] = fabs(s), out->bound[LEMMA_C1_SIN] = lemma_c1_sin(&point);
    out->value[LEMMA_C2] = c;
    enum status status = lemma_c2(&point, &out->bound[LEMMA_C2], &e0);
    if (status == STATUS_OK)
        status = trig_limits(point.base, turns, &limit_c, &limit_s);
    if (status != STATUS_OK)
        return status;
    out->limit[LEMMA_C1_COS] = fabs(limit_c.val);
    out->limit[LEMMA_C1_SIN] = fabs(limit_s.val);
    out->limit[LEMMA_C2] = limit_c.val;
    for (size_t i = 0; i < LEMMA_C2; i++) {
        out->vacuous[i] = out->bound[i] >= 0.5;
        out->violated[i] = out->applies && out->value[i] > out->bound[i] + error;
    }
    out->vacuous[LEMMA_C2] = out->bound[LEMMA_C2] <= -0.5;
    out->violated[LEMMA_C2] = out->applies && out->value[LEMMA_C2] <= out->bound[LEMMA_C2] - error;
    return STATUS_OK;
}

/* One row per lemma at one distance. */
static enum status rows_at(struct run *run, const struct encoding *e, double distance, double c, double s)
{
    struct lemma_values v;
    enum status status = lemma_values_at(e, distance, c, s, &v);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < LEMMA_COUNT; i++) {
        table_text(run->table, e->text);
        table_text(run->table, lemma_names[i]);
        table_number(run->table, distance);
        table_number(run->table, v.value[i]);
        table_number(run->table, v.bound[i]);
        table_optional(run->table, v.bound[i] != 0.0, v.value[i] / v.bound[i]);
        table_number(run->table, v.vacuous[i]);
        table_number(run->table, v.violated[i]);
        table_number(run->table, v.applies);
        table_number(run->table, v.limit[i]);
    }
    return STATUS_OK;
}

static enum status run_lemmas(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *list = &run->values[DISTANCES];
    for (size_t i = 0; i < encodings->count; i++)
        if (!claim_is_plain(encodings->encodings[i])) {
            message_set(&run->error,
                        "encoding \"%s\": the lemmas are about plain RoPE; expected rope without scaling and with all "
                        "coordinates rotating",
                        encodings->encodings[i]->text);
            return STATUS_DOMAIN;
        }
    if (list->numbers[0] == 0.0) {
        message_set(&run->error,
                    "option --distances: 0 is out of range; expected distances from 1, since the bounds divide by them");
        return STATUS_DOMAIN;
    }
    double *c = malloc(2 * list->count * sizeof *c), *s = c + list->count;
    enum status status = c ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < encodings->count; i++) {
        status = lemma_means(encodings->encodings[i], list->count, list->numbers, c, s);
        for (size_t k = 0; status == STATUS_OK && k < list->count; k++)
            status = rows_at(run, encodings->encodings[i], list->numbers[k], c[k], s[k]);
    }
    free(c);
    return status;
}

const struct experiment experiment_lemmas = {
    .name = "lemmas",
    .summary = "mean cosine and sine of the frequencies beside the bounds of TAPA's lemmas, with their tightness",
    .measures =
        "C_D(r) = (1/D) sum cos and S_D(r) = (1/D) sum sin over the frequencies, and the bounds of Lemmas C.1 and C.2 at the "
        "free parameters that make each bound best. Says where a bound is vacuous and whether it is ever violated.",
    .source = "TAPA Eq. 24-27; theory/README.md#lemma-bounds, #trig-limits",
    EXPERIMENT_TABLES,
    .claims = lemmas_claims,
    .claim_count = LEMMAS_CLAIM_COUNT,
    .run = run_lemmas,
};
