/* What the two files of the consistency experiment's claims share: query-key laws, and the judges
 * of the second. */
#ifndef POSBIAS_CONSISTENCY_JUDGES_H
#define POSBIAS_CONSISTENCY_JUDGES_H

#include "experiments/harness/command/experiment.h"

#define TAPA_STANDARD "tapa:dim=128,alpha=0.1,split=0.5"

/* Level of a two-sided interval of +- claim_z() deviations. */
double consistency_level(void);

enum status consistency_judge_distance(int scale, struct judgement *out);
enum status consistency_judge_arccos(int scale, struct judgement *out);
enum status consistency_judge_normal(int scale, struct judgement *out);
enum status consistency_judge_turned(int scale, struct judgement *out);
enum status consistency_judge_corrected(int scale, struct judgement *out);
enum status consistency_tapa_gauss(int scale, struct judgement *out);
enum status consistency_tapa_aligned(int scale, struct judgement *out);
enum status consistency_tapa_narrow(int scale, struct judgement *out);
enum status consistency_tapa_scale(int scale, struct judgement *out);

#endif
