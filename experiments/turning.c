#include "experiments/turning.h"

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
    message_set(error,
                "option --encoding: \"%s\" does not turn by fixed frequencies; expected one of %s",
                encoding->text, encoding_names(turns).text);
    return NULL;
}
