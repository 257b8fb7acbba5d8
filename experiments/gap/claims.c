#include "experiments/gap/gap.h"
#include "experiments/gap/judges.h"

/* One model: its id, its preset, how b and D are written, its judge; with or without a finding. */
#define MODEL_CLAIM(name, preset, numbers, judge_of, found)                                       \
    {                                                                                             \
        .id = "TAPA-T2.2-" name,                                                                  \
        .statement = "Theorem 2.2's conclusion, without its hypothesis, at " preset " (" numbers  \
                     ").",                                                                        \
        .source = "TAPA Eq. 7",                                                                   \
        .domain =                                                                                 \
            "model:" preset                                                                       \
            ",unit=turn, nu0 = 0, any mu0; every near integer and every far one to base + 2^20 "  \
            "(smoke), 2^22 (standard), 2^24 (full)",                                              \
        .quantity = "least gap over |mu0|", .relation = "value > limit",                          \
        .allowance = "the proved error of the two sums is taken off the value", .finding = found, \
        .kind = CLAIM_PROVED, .expected = VERDICT_VERIFIED, .judge_old = judge_of                 \
    }

static const struct claim_old rows[] = {
    {.id = "TAPA-T2.2",
     .statement = "For b above a threshold (as proved) and D large, every near distance 1 < r < "
                  "b^(1/4)/8 outscores every far one r' > b by more than |mu0|/8 sqrt(D) in "
                  "expectation.",
     .source = "TAPA Theorem 2.2, Eq. 32",
     .domain = "the (b, D) of every plain RoPE preset, unit turn, mu0 = 1, nu0 = 0",
     .quantity = "largest base of a preset; the limit is the base the proof needs",
     .relation = "value > limit",
     .allowance = "none: the two differ by a factor over 1e19",
     .finding = "The theorem that RoPE favours near tokens is proved only for bases over 6e27 and "
                "dimensions to match, which no published model has",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VACUOUS,
     .judge_old = gap_judge_statement},
    MODEL_CLAIM("CODELLAMA-7B", "codellama-7b", "b = 1e6, D = 128", gap_judge_codellama_7b, NULL),
    MODEL_CLAIM(
        "LLAMA-3-8B", "llama-3-8b", "b = 5e5, D = 128", gap_judge_llama_3_8b,
        "Its conclusion holds all the same at the published models whose near range holds an "
        "integer, proved for over a million far distances each and angles read as turns, as in the "
        "proof"),
    MODEL_CLAIM("MISTRAL-7B-V0.3", "mistral-7b-v0.3", "b = 1e6, D = 128", gap_judge_mistral_7b_v03,
                NULL),
    MODEL_CLAIM("QWEN2.5-7B", "qwen2.5-7b", "b = 1e6, D = 128", gap_judge_qwen25_7b, NULL),
    MODEL_CLAIM("QWEN3-8B", "qwen3-8b", "b = 1e6, D = 128", gap_judge_qwen3_8b, NULL),
    MODEL_CLAIM("PHI-4", "phi-4", "b = 2.5e5, D = 128", gap_judge_phi_4, NULL),
    {.id = "TAPA-T2.2-RADIANS",
     .statement = "The same with the frequencies as the models use them, in radians per token.",
     .source = "TAPA Eq. 7, with Eq. 2's angles",
     .domain = "all of these models, unit rad, nu0 = 0, any mu0; every near integer and every far "
               "one to base + 2^20 (smoke), 2^22 (standard), 2^24 (full)",
     .quantity = "least gap over |mu0|",
     .relation = "value > limit",
     .allowance = "the proved error of the two sums is taken off the value",
     .finding = "It holds there in radians too, as the models use them",
     .kind = CLAIM_PROVED,
     .expected = VERDICT_VERIFIED,
     .judge_old = gap_judge_radians},
    {.id = "TAPA-T2.2-BEYOND",
     .statement =
         "Theorem 2.2's conclusion at real models and every far distance, as the theorem has it.",
     .source = "TAPA Eq. 7",
     .domain = "model:llama-3-8b, unit turn, nu0 = 0, any mu0, base < r' <= 31,000,000; at full "
               "scale all of these models, to base + 2^30",
     .quantity = "least gap over |mu0|",
     .relation = "value > limit",
     .allowance = "the proved error of the two sums is added to the value",
     .finding =
         "Read as turns it does not hold at every far distance: further out the expected score "
         "comes back, for Llama-3-8B first at 30,820,001 tokens, as proved",
     .kind = CLAIM_PROVED,
     .expected = VERDICT_REFUTED,
     .judge_old = gap_judge_beyond},
    {.id = "TAPA-T2.2-LIMIT",
     .statement =
         "Where its proof applies, b > exp(64 (|mu0| + |nu0|)/|mu0|) and D to infinity, Theorem 2.2 holds.",
     .source = "TAPA Theorem 2.2; theory/README.md#gap-theorem",
     .domain =
         "nu0/mu0 from 0 to 8 in steps of 1/4, b from the threshold to 1e300 in half decades, D to infinity, unit turn",
     .quantity = "lower bound on the gap over |mu0|, all near and far distances at once",
     .relation = "value > limit",
     .allowance = "the special function's own error bound is taken off the value",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge_old = gap_judge_limit},
    {.id = "TAPA-T2.2-HORIZON",
     .statement =
         "At a fixed D, raising the base does not keep Theorem 2.2's inequality from failing at some far distance.",
     .source = "derived: TAPA Theorem 2.1 contradicts a uniform gap; theory/README.md#gap-theorem",
     .domain = "D = 32, b = 1e5, 5e5, 1e6, 1e7, unit turn, nu0 = 0, any mu0",
     .quantity = "bases at which a first violation is proved",
     .relation = "value > limit",
     .allowance = "none",
     .kind = CLAIM_PROVED,
     .expected = VERDICT_VERIFIED,
     .judge_old = gap_judge_horizon},
    {.id = "TAPA-T2.3",
     .statement =
         "For fixed distances the gap falls below any epsilon once b and D are large enough.",
     .source = "TAPA Theorem 2.3",
     .domain =
         "(r, r') = (1, 2), (1, 1000), (10, 1e5), (100, 1e6); epsilon = 0.1, 0.05, 0.02; nu0 = mu0/2; D = 1e12, b to 1e300",
     .quantity =
         "largest gap over epsilon |mu0| at b = 1e300, with the distance from finite D to the limit added",
     .relation = "value < limit",
     .allowance =
         "2 (1 + |nu0|) (2 + 4 r')/D for finite D, and the special function's error, are added to the value",
     .finding =
         "A larger base does shrink the advantage of a near distance, but only like 1/ln(base)",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge_old = gap_judge_t23},
    {.id = "CONTROL-FALSE",
     .statement =
         "Control, false on purpose: RoPE's expected score at distance b is that at distance 0.",
     .source = "none: a battery that cannot refute this is broken",
     .domain = "rope:base=5e5,dim=128, mu0 = 1",
     .quantity = "|E S(0) - E S(b)|/sqrt(D) over |mu0|",
     .relation = "value < limit",
     .allowance = "the rounding bound of the sums is taken off the value",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge_old = gap_judge_control},
};

const struct claim_set gap_claims = CLAIM_SET_OLD(rows);
