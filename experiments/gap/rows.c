/* One row of the table: the gap over the ranges of an encoding, scanned or proved. */
#include "experiments/gap/rows.h"

#include <math.h>

#include "experiments/gap/measure.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/harness/driver/driver.h"
#include "theory/limits/gap.h"
#include "theory/proof/tapa/gap_proof.h"

const struct column gap_columns[COLUMN_COUNT] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] =
        {"qk",
         "query-key model; its E A and E B are the theorem's mu0 and nu0, of measured ones the averages "
         "over the pairs"},
    [COLUMN_NEAR_LO_TOK] = {"near_lo_tok",
                            "first near distance; empty if the range holds no integer"},
    [COLUMN_NEAR_HI_TOK] = {"near_hi_tok", "last near distance"},
    [COLUMN_FAR_LO_TOK] = {"far_lo_tok", "first far distance scanned"},
    [COLUMN_FAR_HI_TOK] = {"far_hi_tok", "last far distance scanned"},
    [COLUMN_GAP_MIN] =
        {"gap_min",
         "least sgn(mu0) (E S(r) - E S(r'))/sqrt(D) over near r and far r'; with --prove within "
         "gap_error"},
    [COLUMN_THRESHOLD] = {"threshold", "|mu0|/8"},
    [COLUMN_HOLDS] =
        {"holds",
         "1 if every pair scanned exceeds the threshold; empty if --prove leaves that open"},
    [COLUMN_HORIZON_TOK] =
        {"horizon_tok",
         "smallest far distance at which some near one does not; empty if none was scanned"},
    [COLUMN_PROVED] =
        {"proved",
         "1 if holds, or horizon_tok as the first violation, is proved: only with --prove; else "
         "floating point, 0"},
    [COLUMN_BASE] = {"base", "the encoding's base; empty if it has none"},
    [COLUMN_DIM] = {"dim", "head dimension"},
    [COLUMN_BASE_REQUIRED] =
        {"base_required",
         "base above which the theorem's proof applies; empty where E A_n is measured pair by pair"},
    [COLUMN_BASE_HYPOTHESIS] =
        {"base_hypothesis",
         "met or void: whether base exceeds base_required; empty unless plain RoPE in unit turn"},
    [COLUMN_GAP_LIMIT] =
        {"gap_limit",
         "lower bound on the gap as D grows without limit, over |mu0|; empty like base_hypothesis"},
    [COLUMN_WITNESS_TOK] = {"witness_tok",
                            "--prove: least near distance proved to violate at horizon_tok"},
    [COLUMN_GAP_ERROR] = {"gap_error", "--prove: bound on gap_min's error"},
    [COLUMN_COMPARISONS] = {"comparisons",
                            "--prove: pairs of distances decided, up to the horizon"},
    [COLUMN_BY_BALLS] = {"by_balls", "--prove: those of them that took balls"},
    [COLUMN_OPEN_TOK] =
        {"open_tok", "--prove: far distance of the first pair that not even balls decide: a tie"},
};

bool gap_ends(struct run *run, const struct encoding *e, double near_ends[2], double far_ends[2],
              bool *near_empty)
{
    const struct option_value *near_option = run_value(run, "near"),
                              *far_option = run_value(run, "far");
    double base = encoding_schedule(e)->rule.base;
    bool has_base = encoding_schedule(e)->rotating > 0;
    *near_empty = false;
    if (!has_base && !(near_option->present && far_option->present))
        return message_set(&run->error,
                           "encoding \"%s\" has no base to derive its %s distances from; expected "
                           "--%s=A:B",
                           e->text, near_option->present ? "far" : "near",
                           near_option->present ? "far" : "near");
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
    if (most >= GAP_SCAN_LIMIT)
        return message_set(&run->error,
                           "encoding \"%s\": a range holds %.3g distances; expected at most %.3g",
                           e->text, most, GAP_SCAN_LIMIT);
    if (run_value(run, "prove")->given && !*near_empty &&
        !(near_ends[1] - near_ends[0] < GAP_PROOF_NEAR_LIMIT))
        return message_set(
            &run->error,
            "encoding \"%s\": its near range holds %.3g distances; expected at most %.0f with "
            "--prove",
            e->text, near_ends[1] - near_ends[0] + 1.0, GAP_PROOF_NEAR_LIMIT);
    return true;
}

static enum status fill_proof(void *problem, void *proof) { return gap_prove(problem, proof); }

static enum status prove(struct run *run, const struct encoding *e, const struct qk_model *qk,
                         const double near_ends[2], const double far_ends[2],
                         struct gap_proof *proof)
{
    struct pair_moments m = qk_pair_moments(&qk->law);
    struct gap_problem problem = {encoding_schedule(e), m.mean_a,    m.mean_b,   near_ends[0],
                                  near_ends[1],         far_ends[0], far_ends[1]};
    enum status status = driver_keep(NULL, sizeof *proof, proof, fill_proof, &problem);
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
    row_optional(table, COLUMN_WITNESS_TOK, proved && proof->outcome == PROOF_NEGATIVE,
                 proof->near);
    row_optional(table, COLUMN_GAP_ERROR, proved, proof->gap_error);
    row_optional(table, COLUMN_COMPARISONS, proved, (double)proof->comparisons);
    row_optional(table, COLUMN_BY_BALLS, proved, (double)proof->balls);
    row_optional(table, COLUMN_OPEN_TOK, proved && proof->outcome == PROOF_UNDECIDED, proof->far);
}

enum status gap_row(struct run *run, const struct encoding *e, const struct qk_model *qk)
{
    struct table *t = run->table;
    double near_ends[2] = {0}, far_ends[2] = {0}, base = encoding_schedule(e)->rule.base,
           limit = 0.0;
    bool near_empty, has_base = encoding_schedule(e)->rotating > 0;
    struct gap_result gap = {0};
    struct gap_proof proof = {.outcome = PROOF_UNDECIDED};
    double mean_a, mean_b;
    bool measured = qk_rows_of(&qk->law);
    if (!gap_ends(run, e, near_ends, far_ends, &near_empty))
        return STATUS_DOMAIN;
    bool proving = run_value(run, "prove")->given && !near_empty;
    enum status status = mean_curve_average(&qk->law, e->dim / 2, &mean_a, &mean_b);
    if (status == STATUS_OK && mean_a == 0.0) {
        message_set(
            &run->error,
            "query-key model \"%s\" has E A = 0 over the pairs, so it has no near side to favour",
            qk->text);
        status = STATUS_DOMAIN;
    }
    if (status != STATUS_OK)
        return status;
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
    bool in_theorem = !measured && schedule_is_plain(encoding_schedule(e)) &&
                      encoding_schedule(e)->rule.unit == UNIT_TURN;
    bool has_limit = in_theorem && gap_limit(base, mean_a, mean_b, &limit) == STATUS_OK;
    double required = gap_base_required(mean_a, mean_b);
    row_text(t, COLUMN_ENCODING, e->text);
    row_text(t, COLUMN_QK, qk->text);
    row_optional(t, COLUMN_NEAR_LO_TOK, !near_empty, near_ends[0]);
    row_optional(t, COLUMN_NEAR_HI_TOK, !near_empty, near_ends[1]);
    row_number(t, COLUMN_FAR_LO_TOK, far_ends[0]);
    row_number(t, COLUMN_FAR_HI_TOK, far_ends[1]);
    row_optional(t, COLUMN_GAP_MIN, !near_empty, gap.gap_min);
    row_number(t, COLUMN_THRESHOLD, fabs(mean_a) / 8.0);
    row_optional(t, COLUMN_HOLDS, decided, gap.horizon < 0.0);
    row_optional(t, COLUMN_HORIZON_TOK, decided && gap.horizon >= 0.0, gap.horizon);
    row_number(t, COLUMN_PROVED, proving && decided);
    row_optional(t, COLUMN_BASE, has_base, base);
    row_number(t, COLUMN_DIM, (double)e->dim);
    row_optional(t, COLUMN_BASE_REQUIRED, !measured && isfinite(required), required);
    if (in_theorem)
        row_text(t, COLUMN_BASE_HYPOTHESIS, base > required ? "met" : "void");
    row_optional(t, COLUMN_GAP_LIMIT, has_limit, limit);
    proof_cells(t, proving, &proof);
    row_end(t);
    run_step(run);
    return STATUS_OK;
}
