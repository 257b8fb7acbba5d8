#include "experiments/harness/claims/plain_presets.h"

#include <stdio.h>
#include <string.h>

enum status plain_presets_each(const char *extra, void *context,
                               enum status (*each)(void *context, const char *name,
                                                   const struct encoding *encoding))
{
    enum status status = STATUS_OK;
    for (const char *at = PLAIN_PRESETS; status == STATUS_OK && *at; at += *at == ',') {
        char name[64], text[SPEC_TEXT_MAX];
        struct encoding *encoding;
        struct message error;
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at, ","), at);
        snprintf(text, sizeof text, "model:%s%s", name, extra);
        at += strlen(name);
        if (!encoding_parse(text, NULL, &encoding, &error))
            return message_is_memory(&error) ? STATUS_MEMORY : STATUS_DOMAIN;
        status = schedule_is_plain(encoding_schedule(encoding)) ? each(context, name, encoding)
                                                                : STATUS_DOMAIN;
        encoding_free(encoding);
    }
    return status;
}
