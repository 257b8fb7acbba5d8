#include "experiments/harness/claims/plain_presets.h"

#include <stdio.h>

#include "kernels/encodings/presets.h"

enum status plain_presets_each(const char *extra, void *context,
                               enum status (*each)(void *context, const char *name,
                                                   const struct encoding *encoding))
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < preset_count; i++) {
        char text[SPEC_TEXT_MAX];
        struct encoding *encoding;
        struct message error;
        snprintf(text, sizeof text, "model:%s%s", presets[i].name, extra);
        if (!encoding_parse(text, NULL, &encoding, &error))
            return message_is_memory(&error) ? STATUS_MEMORY : STATUS_DOMAIN;
        if (schedule_is_plain(encoding_schedule(encoding)))
            status = each(context, presets[i].name, encoding);
        encoding_free(encoding);
    }
    return status;
}
