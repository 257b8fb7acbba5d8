/* Which claims a battery judges. */
#ifndef POSBIAS_HARNESS_CLAIMS_BATTERY_CHOOSE_H
#define POSBIAS_HARNESS_CLAIMS_BATTERY_CHOOSE_H

#include "experiments/harness/claims/battery.h"
#include "experiments/harness/claims/battery_print.h"

/* Every claim, set by set, chosen or not, to be freed. Returns: NULL without memory. */
struct judged *battery_gather(const struct battery *battery, size_t *count);

/* Keeps the claims that were asked for, each with its command. Returns: false with *error set for
 * an id that is none. */
bool battery_choose(const struct battery *battery, size_t *count, struct judged *list,
                    struct message *error);

#endif
