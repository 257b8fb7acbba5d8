#include "experiments/turning.h"

#include "theory/model/schedule.h"

const struct schedule *turning_schedule(const struct encoding *encoding, struct message *error)
{
    const struct schedule *schedule = encoding_schedule(encoding);
    if (schedule && schedule->rotating > 0)
        return schedule;
    message_set(error,
                "option --encoding: \"%s\" does not turn by fixed frequencies; expected rope, or "
                "model with the name of one that does",
                encoding->text);
    return NULL;
}
