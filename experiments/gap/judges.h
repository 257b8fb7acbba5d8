/* Judges of the gap experiment's claims. */
#ifndef POSBIAS_GAP_JUDGES_H
#define POSBIAS_GAP_JUDGES_H

#include "experiments/harness/claims/claim.h"

/* The plain presets whose near range holds an integer, b > 65536: judge, preset. */
#define GAP_MODELS(each)                                                                          \
    each(gap_judge_codellama_7b, "codellama-7b") each(gap_judge_llama_3_8b, "llama-3-8b")         \
        each(gap_judge_mistral_7b_v03, "mistral-7b-v0.3") each(gap_judge_qwen25_7b, "qwen2.5-7b") \
            each(gap_judge_qwen3_8b, "qwen3-8b") each(gap_judge_phi_4, "phi-4")

#define GAP_DECLARE_JUDGE(function, preset) enum status function(int scale, struct judgement *out);
GAP_MODELS(GAP_DECLARE_JUDGE)

enum status gap_judge_statement(int scale, struct judgement *out);
enum status gap_judge_radians(int scale, struct judgement *out);
enum status gap_judge_beyond(int scale, struct judgement *out);
enum status gap_judge_limit(int scale, struct judgement *out);
enum status gap_judge_horizon(int scale, struct judgement *out);
enum status gap_judge_t23(int scale, struct judgement *out);
enum status gap_judge_control(int scale, struct judgement *out);

#endif
