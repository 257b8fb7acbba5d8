/* Rows of the table: a lemma at one distance, or proved over a range of them. */
#include "experiments/lemmas/rows.h"
#include "experiments/harness/command/run.h"

#include "theory/limits/lemmas.h"

const struct column lemma_columns[COLUMN_COUNT] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string, plain RoPE"},
    [COLUMN_LEMMA] =
        {"lemma", "LC.1-C and LC.1-S bound |C_D| and |S_D| from above, LC.2 bounds C_D from below"},
    [COLUMN_DISTANCE_TOK] =
        {"distance_tok",
         "distance, tokens; the lemmas' distance is this in turns of the fastest pair; "
         "with --prove the first that fails"},
    [COLUMN_VALUE] = {"value", "|C_D|, |S_D| or C_D; with --prove rounded towards the bound"},
    [COLUMN_BOUND] =
        {"bound",
         "the lemma's bound at its best free parameters; with --prove rounded towards the value"},
    [COLUMN_TIGHTNESS] = {"tightness", "value over bound"},
    [COLUMN_VACUOUS] =
        {"vacuous",
         "1 if the bound says nothing: at least 1/2 for LC.1, at most -1/2 for LC.2; with --prove "
         "everywhere"},
    [COLUMN_VIOLATED] =
        {"violated",
         "1 if the bound fails, by more than rounding or for certain, where the hypotheses hold"},
    [COLUMN_HYPOTHESIS] =
        {"hypothesis",
         "1 if the lemma's hypotheses hold: b > 10, D > 4 ln b, distance over one turn; "
         "with --prove everywhere, or where it fails"},
    [COLUMN_LIMIT] = {"limit", "the D to infinity limit of C_D or S_D (absolute for LC.1)"},
    [COLUMN_FROM_TOK] = {"from_tok", "--prove: first distance judged"},
    [COLUMN_TO_TOK] = {"to_tok", "--prove: last distance judged"},
    [COLUMN_HOLDS] =
        {"holds",
         "--prove: 1 if the inequality holds at every whole distance from first to last; empty if "
         "one stays open"},
    [COLUMN_PROVED] =
        {"proved",
         "1 if holds, or the first distance that fails, is proved: only with --prove; else "
         "floating point, 0"},
    [COLUMN_TRIVIAL_FROM_TOK] =
        {"trivial_from_tok",
         "--prove: from here to the last, at every real distance, the bound says no more than 1/2"},
    [COLUMN_BEYOND] = {"beyond", "--prove: 1 if so at every real distance past the last"},
    [COLUMN_EVALUATED] = {"evaluated", "--prove: distances whose value was needed"},
    [COLUMN_BY_BALLS] = {"by_balls", "--prove: those of them that took balls"},
};

/* One row per lemma at one distance. */
enum status lemma_rows_at(struct run *run, const struct encoding *e, double distance, double c,
                          double s)
{
    struct table *t = run->table;
    struct lemma_values v;
    enum status status = lemma_values_at(e, distance, c, s, &v);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < LEMMA_COUNT; i++) {
        row_text(t, COLUMN_ENCODING, e->text);
        row_text(t, COLUMN_LEMMA, lemma_names[i]);
        row_number(t, COLUMN_DISTANCE_TOK, distance);
        row_number(t, COLUMN_VALUE, v.value[i]);
        row_number(t, COLUMN_BOUND, v.bound[i]);
        row_optional(t, COLUMN_TIGHTNESS, v.bound[i] != 0.0, v.value[i] / v.bound[i]);
        row_number(t, COLUMN_VACUOUS, v.vacuous[i]);
        row_number(t, COLUMN_VIOLATED, v.violated[i]);
        row_number(t, COLUMN_HYPOTHESIS, v.applies);
        row_number(t, COLUMN_LIMIT, v.limit[i]);
        row_number(t, COLUMN_PROVED, 0.0);
        row_end(t);
    }
    return STATUS_OK;
}

struct lemma_problem lemma_problem_of(const struct run *run, const struct encoding *e,
                                      enum lemma lemma)
{
    const struct option_value *range = run_value(run, "range");
    if (range->present)
        return (struct lemma_problem){encoding_schedule(e), lemma, range->numbers[0],
                                      range->numbers[1]};
    return (struct lemma_problem){encoding_schedule(e), lemma,
                                  encoding_schedule(e)->rule.unit == UNIT_TURN ? 2.0 : 7.0,
                                  DISTANCE_LIMIT};
}

/* One row per lemma over a whole range. */
enum status lemma_proof_rows(struct run *run, const struct encoding *e)
{
    struct table *t = run->table;
    for (enum lemma lemma = 0; lemma < LEMMA_COUNT; lemma++) {
        struct lemma_problem problem = lemma_problem_of(run, e, lemma);
        struct lemma_proof proof;
        enum status status = lemma_prove(&problem, &proof);
        if (status == STATUS_UNDEFINED)
            message_set(&run->error,
                        "encoding \"%s\": the bound of %s says something at over %.0f distances "
                        "from %.0f on; expected a shorter --range",
                        e->text, lemma_names[lemma], LEMMA_PROOF_LIMIT, problem.lo);
        if (status != STATUS_OK)
            return status == STATUS_UNDEFINED ? STATUS_DOMAIN : status;
        bool fails = proof.outcome == PROOF_NEGATIVE, decided = proof.outcome != PROOF_UNDECIDED;
        row_text(t, COLUMN_ENCODING, e->text);
        row_text(t, COLUMN_LEMMA, lemma_names[lemma]);
        row_optional(t, COLUMN_DISTANCE_TOK, proof.outcome != PROOF_POSITIVE, proof.distance);
        row_optional(t, COLUMN_VALUE, fails, proof.value);
        row_optional(t, COLUMN_BOUND, fails, proof.bound);
        row_optional(t, COLUMN_TIGHTNESS, fails && proof.bound != 0.0, proof.value / proof.bound);
        row_number(t, COLUMN_VACUOUS, proof.evaluated == 0);
        row_number(t, COLUMN_VIOLATED, fails && proof.hypothesis);
        row_number(t, COLUMN_HYPOTHESIS, proof.hypothesis);
        row_number(t, COLUMN_FROM_TOK, problem.lo);
        row_number(t, COLUMN_TO_TOK, problem.hi);
        row_optional(t, COLUMN_HOLDS, decided, !fails);
        row_number(t, COLUMN_PROVED, decided);
        row_optional(t, COLUMN_TRIVIAL_FROM_TOK, proof.trivial_from >= 0.0, proof.trivial_from);
        row_number(t, COLUMN_BEYOND, proof.beyond);
        row_number(t, COLUMN_EVALUATED, (double)proof.evaluated);
        row_number(t, COLUMN_BY_BALLS, (double)proof.balls);
        row_end(t);
    }
    return STATUS_OK;
}
