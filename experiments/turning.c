#include "experiments/turning.h"

#include "theory/ground/constants.h"
#include "theory/model/schedule.h"

static bool turns(const struct encoding *encoding)
{
    const struct schedule *schedule = encoding_schedule(encoding);
    return schedule && schedule->rotating > 0;
}

const struct schedule *turning_schedule(const struct encoding *encoding, struct message *error)
{
    if (turns(encoding))
        return encoding_schedule(encoding);
    message_set(error, "encoding \"%s\" does not turn by fixed frequencies; expected one of %s",
                encoding->text, encoding_names(turns).text);
    return NULL;
}

double turning_radians(const struct schedule *schedule, size_t pair)
{
    return schedule->rule.unit == UNIT_RAD
               ? schedule->theta[pair]
               : TWO_PI * (schedule->turn_hi[pair] + schedule->turn_lo[pair]);
}
