/* How far scores move under the shifts of positions that a model can be trained to bear. */
#include <math.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/shift/cost.h"
#include "experiments/shift/measure.h"

static const char *const variants[] = {"skip", "cyclic", NULL};

enum { ENCODING, QK, CONTEXT, VARIANT, PAIRS, SEED };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=1e4,dim=128;rope:base=5e5,dim=128;rope-id:dim=128;"
        "xpos:dim=128;pope:dim=128;alibi:dim=128,slope=0.0039;kerple-log:dim="
        "128;tapa:dim=128,alpha=0.1,split=0.5"),
    [QK] = OPTION_QK_ROW("aligned:rho=0.5"),
    [CONTEXT] = OPTION_CONTEXT_ROW("256", "256,1024,4096,16384", "256,1024,4096,16384,65536", 2,
                                   CURVE_HELD_LIMIT / 2.0),
    [VARIANT] = {.name = "variant",
                 .type = OPTION_NAMES,
                 .fallback = {"skip", "skip", "skip"},
                 .choices = variants,
                 .meaning = "skip: positions from s on move by y, uniform on 1 .. M; cyclic: "
                            "position i goes to (i + u) mod M. s and u are uniform below M"},
    [PAIRS] = OPTION_PAIRS_ROW("64", "256", "4096"),
    [SEED] = OPTION_SEED_ROW,
};

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_CONTEXT_TOK,
    COLUMN_VARIANT,
    COLUMN_MOVE_RMS,
    COLUMN_MOVE_RMS_LO,
    COLUMN_MOVE_RMS_HI,
    COLUMN_MOVE_EXACT,
    COLUMN_SHARE_MOVED,
    COLUMN_PAIRS
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_CONTEXT_TOK] = {"context_tok", "length M of the sequence, tokens"},
    [COLUMN_VARIANT] = {"variant", "which positions move, as --variant says"},
    [COLUMN_MOVE_RMS] =
        {"move_rms",
         "root mean square by which scores move, as a share of the root mean square score: both "
         "over the draws and all pairs of positions of the sequence, whether they move or not, "
         "moves over all s and y, or u; empty where the squares vanish"},
    [COLUMN_MOVE_RMS_LO] = {"move_rms_lo",
                            "95 % limit, lower, of a jackknife that leaves out draws one by one; "
                            "empty where all draws are alike"},
    [COLUMN_MOVE_RMS_HI] = {"move_rms_hi", "upper"},
    [COLUMN_MOVE_EXACT] = {"move_exact", "the same of the expectations; empty where they have no "
                                         "closed form"},
    [COLUMN_SHARE_MOVED] = {"share_moved", "share of pairs of positions whose distance changes"},
    [COLUMN_PAIRS] = {"pairs", "draws of q and k; 1 for a deterministic model"},
};

static const char *const arguments[] = {NULL};
static const struct figure figures[] = {
    {"shift", "How far scores move when positions skip",
     "Root mean square move of a score over the root mean square score, when the positions from a "
     "random one on move by up to the length of the sequence; a third of the pairs of positions "
     "move. Points are draws with 95 % limits, lines expectations.",
     arguments},
};

static bool allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    return shift_allowed(encoding, SHIFT_SKIP, error) && qk_drawable(qk, encoding, error);
}

static bool variants_allowed(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *kinds = &run->values[VARIANT];
    for (size_t i = 0; i < encodings->count * kinds->count; i++)
        if (!shift_allowed(encodings->encodings[i / kinds->count],
                           (enum shift_kind)kinds->numbers[i % kinds->count], &run->error))
            return false;
    return true;
}

static enum status row_of(struct run *run, const struct qk_model *qk, const struct shift_task *task)
{
    struct shift_result result;
    enum status status = shift_measure(task, &run->stream, shift_draws_of(run, task), &result);
    if (status == STATUS_OK) {
        row_text(run->table, COLUMN_ENCODING, task->encoding->text);
        row_text(run->table, COLUMN_QK, qk->text);
        row_number(run->table, COLUMN_CONTEXT_TOK, (double)task->length);
        row_text(run->table, COLUMN_VARIANT, variants[task->kind]);
        row_optional(run->table, COLUMN_MOVE_RMS, isfinite(result.move), result.move);
        row_optional(run->table, COLUMN_MOVE_RMS_LO, isfinite(result.lo), result.lo);
        row_optional(run->table, COLUMN_MOVE_RMS_HI, isfinite(result.hi), result.hi);
        row_optional(run->table, COLUMN_MOVE_EXACT, isfinite(result.exact), result.exact);
        row_number(run->table, COLUMN_SHARE_MOVED, shift_share(task->length));
        row_number(run->table, COLUMN_PAIRS, (double)result.draws);
        row_end(run->table);
    }
    if (status == STATUS_DOMAIN && !qk_rows_fault(&qk->law, &run->error))
        message_set(
            &run->error,
            "encoding \"%s\": at a context of %zu tokens under --variant=%s, squares of its "
            "scores are too large for a number; expected a shorter context%s",
            task->encoding->text, task->length, variants[task->kind],
            task->kind == SHIFT_CYCLIC ? ", or skip" : "");
    run_step(run);
    return status;
}

static enum status rows_of(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk)
{
    const struct option_value *contexts = &run->values[CONTEXT], *kinds = &run->values[VARIANT];
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < contexts->count * kinds->count; i++) {
        struct shift_task task = {encoding, &qk->law,
                                  (enum shift_kind)kinds->numbers[i % kinds->count],
                                  (size_t)contexts->numbers[i / kinds->count]};
        status = row_of(run, qk, &task);
    }
    return status;
}

static enum status run_shift(struct run *run)
{
    return variants_allowed(run) ? run_each(run, allowed, rows_of) : STATUS_DOMAIN;
}

const struct experiment experiment_shift = {
    .name = "shift",
    .summary = "how far scores move when part of a sequence's positions move on",
    .measures = "A model can be trained to give a sequence with perturbed positions the answers it "
                "gives the sequence as it is. This is how far its scores have to move back: over "
                "all pairs of positions of a sequence, a score moves only if the perturbation "
                "comes between query and key, which a pair at distance r suffers with probability "
                "r/M, and skip then takes it to distance r + y, cyclic to r - M, the key behind "
                "the query. Scores are those before softmax, a bias of the distance among them.",
    .source = "arXiv 2604.14339, second-hand: from notes on it; theory/moments/README.md, section "
              "shift-moments",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    EXPERIMENT_FIGURES(figures),
    .run = run_shift,
    .cost = shift_cost,
};
