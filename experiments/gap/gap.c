/* TAPA's Theorem 2.2: how much more a near distance scores than any far one, and how far out that
 * lasts. */
#include <math.h>
#include <stdlib.h>

#include "experiments/gap/gap.h"
#include "experiments/harness/claims/claim_tools.h"
#include "kernels/curves/bank.h"
#include "theory/limits/gap.h"
#include "theory/proof/tapa/gap_proof.h"

/* Most distances a range may hold: some hours of work. */
#define SCAN_LIMIT 0x1p40

enum { ENCODING, QK, NEAR, FAR, FAR_COUNT, PROVE };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=5e5,dim=128,unit=turn"),
    [QK] = OPTION_QK_ROW("moments:mu0=1,nu0=0"),
    [NEAR] = {.name = "near",
              .type = OPTION_RANGE,
              .lo = 0,
              .hi = DISTANCE_LIMIT,
              .meaning = "near distances A:B, tokens; default the theorem's 1 < r < base^(1/4)/8"},
    [FAR] = {.name = "far",
             .type = OPTION_RANGE,
             .lo = 0,
             .hi = DISTANCE_LIMIT,
             .meaning =
                 "far distances A:B, tokens; default the first --far-count integers over base"},
    [FAR_COUNT] = {.name = "far-count",
                   .type = OPTION_WHOLE,
                   .fallback = {"1048576", "16777216", "1073741824"},
                   .lo = 1,
                   .hi = SCAN_LIMIT,
                   .meaning = "how many far distances are scanned when --far is not given"},
    [PROVE] =
        {.name = "prove",
         .type = OPTION_FLAG,
         .meaning =
             "prove every comparison, by doubles within a derived bound or else by balls of interval arithmetic"},
};

static const struct column columns[] = {
    {"encoding", "encoding string"},
    {"qk", "query-key model; its E A and E B are the theorem's mu0 and nu0"},
    {"near_lo_tok", "first near distance; empty if the range holds no integer"},
    {"near_hi_tok", "last near distance"},
    {"far_lo_tok", "first far distance scanned"},
    {"far_hi_tok", "last far distance scanned"},
    {"gap_min",
     "least sgn(mu0) (E S(r) - E S(r'))/sqrt(D) over near r and far r'; with --prove within gap_error"},
    {"threshold", "|mu0|/8"},
    {"holds", "1 if every pair scanned exceeds the threshold; empty if --prove leaves that open"},
    {"horizon_tok",
     "smallest far distance at which some near one does not; empty if none was scanned"},
    {"proved",
     "1 if holds, or horizon_tok as the first violation, is proved: only with --prove; else floating point, 0"},
    {"base", "the encoding's base; empty if it has none"},
    {"dim", "head dimension"},
    {"base_required", "base above which the theorem's proof applies"},
    {"base_hypothesis",
     "met or void: whether base exceeds base_required; empty unless plain RoPE in unit turn"},
    {"gap_limit",
     "lower bound on the gap as D grows without limit, over |mu0|; empty like base_hypothesis"},
    {"witness_tok", "--prove: least near distance proved to violate at horizon_tok"},
    {"gap_error", "--prove: bound on gap_min's error"},
    {"comparisons", "--prove: pairs of distances decided, up to the horizon"},
    {"by_balls", "--prove: those of them that took balls"},
    {"open_tok", "--prove: far distance of the first pair that not even balls decide: a tie"},
};

#define SWEEP(dim)                                                            \
    "rope:base=1e5,dim=" #dim ",unit=turn;rope:base=2e5,dim=" #dim            \
    ",unit=turn;rope:base=5e5,dim=" #dim ",unit=turn;rope:base=1e6,dim=" #dim \
    ",unit=turn;rope:base=2e6,dim=" #dim ",unit=turn;rope:base=5e6,dim=" #dim \
    ",unit=turn;rope:base=1e7,dim=" #dim ",unit=turn;rope:base=1e8,dim=" #dim ",unit=turn"
static const char *const arguments[] = {
    "--encoding=" SWEEP(32) ";" SWEEP(64) ";" SWEEP(128) ";" SWEEP(256), "--qk=moments:mu0=1,nu0=0",
    "--prove", NULL};
static const struct figure figures[] = {
    {"gap",
     "Near/far gap and its horizon against the base",
     "Left: the least advantage of a near distance over all far distances scanned, in the "
     "theorem's units; the inequality holds above the dashed 1/8. The dotted line is a lower bound "
     "on the gap as D grows without limit. Right: the smallest far distance at which the "
     "inequality fails, or a triangle at the end of the range if it never does; both are proved, "
     "pair by pair, not only computed. D = 32 and 64 fail as soon as the far range begins, "
     "whatever the base; larger heads push the horizon out. The starred base runs along the axis. "
     "The theorem's own proof starts at base 6.2e27.",
     arguments,
     {3, 30, 2000}},
};

struct far_part {
    double most, horizon;
};

struct far_search {
    double sign, near_min, threshold;
    struct far_part found;
};

static void visit(const void *context, size_t count, const double *distance, const double *gamma,
                  void *part)
{
    const struct far_search *s = context;
    struct far_part *p = part;
    *p = (struct far_part){-HUGE_VAL, -1.0};
    for (size_t i = 0; i < count; i++) {
        double value = s->sign * gamma[i];
        p->most = value > p->most || isnan(value) ? value : p->most;
        if (p->horizon < 0.0 && !(s->near_min - value > s->threshold))
            p->horizon = distance[i];
    }
}

static void fold(void *context, const void *part)
{
    struct far_search *s = context;
    const struct far_part *p = part;
    s->found.most = p->most > s->found.most || isnan(p->most) ? p->most : s->found.most;
    if (s->found.horizon < 0.0)
        s->found.horizon = p->horizon;
}

enum status gap_scan(const struct encoding *encoding, const struct qk_law *law, double near_lo,
                     double near_hi, double far_lo, double far_hi, struct gap_result *out)
{
    struct pair_moments m = qk_pair_moments(law);
    struct far_search search = {.sign = m.mean_a > 0.0 ? 1.0 : -1.0,
                                .near_min = 0.0,
                                .threshold = -HUGE_VAL,
                                .found = {-HUGE_VAL, -1.0}};
    struct mean_scan scan = {&search, sizeof(struct far_part), visit, fold};
    /* The least near value is minus the most of the opposite sign. */
    search.sign = -search.sign;
    enum status status = mean_curve_scan(encoding, law, near_lo, near_hi, &scan);
    search.sign = -search.sign;
    search.near_min = -search.found.most;
    search.threshold = fabs(m.mean_a) / 8.0;
    search.found = (struct far_part){-HUGE_VAL, -1.0};
    if (status == STATUS_OK)
        status = mean_curve_scan(encoding, law, far_lo, far_hi, &scan);
    *out = (struct gap_result){search.near_min - search.found.most, search.threshold,
                               search.found.horizon};
    return status;
}

/* Near and far ends of one encoding, from the options or the theorem; false with the run's error
 * set. */
static bool ends_of(struct run *run, const struct encoding *e, double near_ends[2],
                    double far_ends[2], bool *near_empty)
{
    const struct option_value *near_option = &run->values[NEAR], *far_option = &run->values[FAR];
    double base = e->schedule->rule.base;
    bool has_base = e->type == &encoding_rope;
    *near_empty = false;
    if ((!near_option->present || !far_option->present) && !has_base)
        return message_set(
            &run->error, "encoding \"%s\" has no base to derive ranges from; give --near and --far",
            e->text);
    if (near_option->present)
        near_ends[0] = near_option->numbers[0], near_ends[1] = near_option->numbers[1];
    else
        *near_empty = gap_near_range(base, &near_ends[0], &near_ends[1]) != STATUS_OK;
    if (far_option->present) {
        far_ends[0] = far_option->numbers[0], far_ends[1] = far_option->numbers[1];
    } else {
        far_ends[0] = floor(base) + 1.0;
        far_ends[1] = floor(base) + run_number(run, "far-count");
    }
    if (!(far_ends[1] <= DISTANCE_LIMIT))
        return message_set(
            &run->error,
            "encoding \"%s\": its far range ends at %.17g, over the largest exact distance %.17g",
            e->text, far_ends[1], DISTANCE_LIMIT);
    double most = fmax(far_ends[1] - far_ends[0], *near_empty ? 0.0 : near_ends[1] - near_ends[0]);
    if (most >= SCAN_LIMIT)
        return message_set(&run->error,
                           "encoding \"%s\": a range holds %.3g distances; expected at most %.3g",
                           e->text, most, SCAN_LIMIT);
    return true;
}

static enum status prove(struct run *run, const struct encoding *e, const struct qk_model *qk,
                         const double near_ends[2], const double far_ends[2],
                         struct gap_proof *proof)
{
    struct pair_moments m = qk_pair_moments(&qk->law);
    struct gap_problem problem = {e->schedule,  m.mean_a,    m.mean_b,   near_ends[0],
                                  near_ends[1], far_ends[0], far_ends[1]};
    if (!(near_ends[1] - near_ends[0] < GAP_PROOF_NEAR_LIMIT)) {
        message_set(
            &run->error,
            "encoding \"%s\": its near range holds %.3g distances; expected at most %.0f with --prove",
            e->text, near_ends[1] - near_ends[0] + 1.0, GAP_PROOF_NEAR_LIMIT);
        return STATUS_DOMAIN;
    }
    enum status status = gap_prove(&problem, proof);
    if (status == STATUS_UNDEFINED) {
        message_set(
            &run->error,
            "option --prove: encoding \"%s\" with \"%s\" has weights out of the range of the "
            "proof's error bound; expected 2^-900 to 2^900",
            e->text, qk->text);
        return STATUS_DOMAIN;
    }
    return status;
}

static void proof_cells(struct table *table, bool proved, const struct gap_proof *proof)
{
    table_optional(table, proved && proof->outcome == PROOF_NEGATIVE, proof->near);
    table_optional(table, proved, proof->gap_error);
    table_optional(table, proved, (double)proof->comparisons);
    table_optional(table, proved, (double)proof->balls);
    table_optional(table, proved && proof->outcome == PROOF_UNDECIDED, proof->far);
}

static enum status row_of(struct run *run, const struct encoding *e, const struct qk_model *qk)
{
    double near_ends[2] = {0}, far_ends[2] = {0}, base = e->schedule->rule.base, limit = 0.0;
    bool near_empty, has_base = e->type == &encoding_rope;
    struct gap_result gap = {0};
    struct gap_proof proof = {.outcome = PROOF_UNDECIDED};
    struct pair_moments m = qk_pair_moments(&qk->law);
    if (!ends_of(run, e, near_ends, far_ends, &near_empty))
        return STATUS_DOMAIN;
    bool proving = run->values[PROVE].given && !near_empty;
    enum status status = STATUS_OK;
    if (proving) {
        status = prove(run, e, qk, near_ends, far_ends, &proof);
        gap.gap_min = proof.gap_min;
        gap.horizon = proof.outcome == PROOF_NEGATIVE ? proof.far : -1.0;
    } else if (!near_empty) {
        status = gap_scan(e, &qk->law, near_ends[0], near_ends[1], far_ends[0], far_ends[1], &gap);
    }
    if (status != STATUS_OK)
        return status;
    bool decided = proving ? proof.outcome != PROOF_UNDECIDED : !near_empty;
    /* The theorem is about plain RoPE in turns; elsewhere neither column means anything. */
    bool in_theorem = claim_is_plain(e) && e->schedule->rule.unit == UNIT_TURN;
    bool has_limit = in_theorem && gap_limit(base, m.mean_a, m.mean_b, &limit) == STATUS_OK;
    double required = gap_base_required(m.mean_a, m.mean_b);
    table_text(run->table, e->text);
    table_text(run->table, qk->text);
    table_optional(run->table, !near_empty, near_ends[0]);
    table_optional(run->table, !near_empty, near_ends[1]);
    table_number(run->table, far_ends[0]);
    table_number(run->table, far_ends[1]);
    table_optional(run->table, !near_empty, gap.gap_min);
    table_number(run->table, fabs(m.mean_a) / 8.0);
    table_optional(run->table, decided, gap.horizon < 0.0);
    table_optional(run->table, decided && gap.horizon >= 0.0, gap.horizon);
    table_number(run->table, proving && decided);
    table_optional(run->table, has_base, base);
    table_number(run->table, (double)e->dim);
    table_optional(run->table, isfinite(required), required);
    if (in_theorem)
        table_text(run->table, base > required ? "met" : "void");
    else
        table_empty(run->table);
    table_optional(run->table, has_limit, limit);
    proof_cells(run->table, proving, &proof);
    return STATUS_OK;
}

/* A proof is about a sum of cosines whose coefficients are known exactly. */
static bool provable(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *models = &run->values[QK];
    for (size_t i = 0; i < encodings->count; i++) {
        const struct encoding *e = encodings->encodings[i];
        if (bank_is_plain(e) && (e->schedule->rotating == 0 || e->slope != 0.0))
            return message_set(
                &run->error,
                "option --prove: encoding \"%s\" turns no pair, so its gap is plain arithmetic; "
                "expected rope or model",
                e->text);
    }
    for (size_t i = 0; i < models->count; i++) {
        struct pair_moments m = qk_pair_moments(&models->qks[i].law);
        if (m.mean_a != 0.0 && !isfinite(m.mean_b / m.mean_a))
            return message_set(&run->error,
                               "option --prove: query-key model \"%s\" has E B/E A beyond any "
                               "double; expected a finite ratio",
                               models->qks[i].text);
    }
    return true;
}

static enum status run_gap(struct run *run)
{
    if (run->values[FAR].given && run->values[FAR_COUNT].given) {
        message_set(
            &run->error,
            "option --far-count: --far already says which distances are far; give one of them");
        return STATUS_DOMAIN;
    }
    if (run->values[PROVE].given && !provable(run))
        return STATUS_DOMAIN;
    return run_each(run, mean_curve_allowed, row_of);
}

static double seconds(const struct run *run)
{
    const struct option_value *far = &run->values[FAR];
    double count = far->present ? far->numbers[1] - far->numbers[0] : run_number(run, "far-count"),
           sum = 0.0;
    for (size_t e = 0; e < run->values[ENCODING].count; e++)
        sum += mean_curve_seconds(run->values[ENCODING].encodings[e], count) *
               (double)run->values[QK].count;
    return sum;
}

const struct experiment experiment_gap = {
    .name = "gap",
    .summary = "near/far gap of the expected score, its threshold and its horizon",
    .measures =
        "TAPA's Theorem 2.2 says that below base^(1/4)/8 the expected score exceeds that at every "
        "distance over base by more than |mu0|/8 sqrt(D). This takes every near integer against "
        "every far integer of a range and reports the least gap and the first far distance where "
        "the inequality fails.",
    .source = "TAPA Theorem 2.2, Eq. 7, 17, 18, 32; theory/README.md#gap-theorem",
    EXPERIMENT_TABLES,
    .claims = gap_claims,
    .claim_count = GAP_CLAIM_COUNT,
    .run = run_gap,
    .seconds = seconds,
};
