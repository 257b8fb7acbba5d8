/* The judges of normality's claims. */
#ifndef POSBIAS_NORMALITY_CLAIMS_H
#define POSBIAS_NORMALITY_CLAIMS_H

#include "experiments/normality/normality.h"

/* DU's split, question by question and model by model: normality_split.c. */
enum status judge_shape_unit(int scale, struct judgement *out);
enum status judge_shape_phase(int scale, struct judgement *out);
enum status judge_shape_gauss(int scale, struct judgement *out);
enum status judge_shape_aligned(int scale, struct judgement *out);
enum status judge_mean_unit(int scale, struct judgement *out);
enum status judge_mean_phase(int scale, struct judgement *out);
enum status judge_mean_gauss(int scale, struct judgement *out);
enum status judge_mean_aligned(int scale, struct judgement *out);
enum status judge_spread_unit(int scale, struct judgement *out);
enum status judge_spread_phase(int scale, struct judgement *out);
enum status judge_spread_gauss(int scale, struct judgement *out);
enum status judge_spread_aligned(int scale, struct judgement *out);

/* The limit of long contexts: normality_limit.c. */
enum status judge_vanish(int scale, struct judgement *out);
enum status judge_limit(int scale, struct judgement *out);
enum status judge_dependent(int scale, struct judgement *out);

/* FOLLOW's Proposition 1: normality_follow.c. */
enum status judge_p1_mean(int scale, struct judgement *out);
enum status judge_p1_variance(int scale, struct judgement *out);
enum status judge_whole(int scale, struct judgement *out);

#endif
