#include "experiments/harness/command/claims_command.h"

#include <stdlib.h>

#include "experiments/harness/claims/battery.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/output/failure.h"

const char *const claim_formats[] = {
    [CLAIM_TABLE] = "table", [CLAIM_CSV] = "csv",           [CLAIM_JSON] = "json",
    [CLAIM_TAP] = "tap",     [CLAIM_MARKDOWN] = "markdown", NULL};

int command_claims(const struct request *r)
{
    struct message error;
    if (!settings_list_fits(&r->settings, &error))
        return failure_print(EXIT_USAGE, &error);
    const struct claim_set **sets = calloc(experiment_count, sizeof *sets);
    if (!sets)
        return failure_memory();
    struct battery battery = {.sets = sets,
                              .id_count = r->word_count,
                              .ids = r->words,
                              .scale = r->settings.scale,
                              .format = (enum claim_format)r->settings.format,
                              .weights = r->settings.weights,
                              .path = r->settings.output,
                              .list = r->settings.list,
                              .reuse = r->settings.reuse,
                              .yes = r->settings.yes,
                              .quiet = r->settings.quiet};
    for (size_t e = 0; e < experiment_count; e++)
        if (experiments[e]->claims)
            sets[battery.set_count++] = experiments[e]->claims;
    int code = battery_run(&battery);
    free(sets);
    return code;
}
