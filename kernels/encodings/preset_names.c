/* Which preset, or which rule of a type, a name means. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "kernels/encodings/encoding.h"
#include "kernels/encodings/presets.h"
#include "theory/ground/text.h"

enum { PRESETS_MOST = 256 };

const struct preset *preset_find(const char *name)
{
    for (size_t i = 0; i < preset_count; i++)
        if (strcasecmp(presets[i].name, name) == 0)
            return &presets[i];
    return NULL;
}

/* Behind the owner of a repository. */
static const char *without_owner(const char *name)
{
    const char *slash = strchr(name, '/');
    return slash ? slash + 1 : name;
}

/* Whether a list joined by blanks has the name, with or without its owner. */
static bool listed(const char *list, const char *name)
{
    char item[128];
    for (const char *at = list; *at; at += strcspn(at, " "), at += *at == ' ') {
        snprintf(item, sizeof item, "%.*s", (int)strcspn(at, " "), at);
        if (strcasecmp(item, name) == 0 || strcasecmp(without_owner(item), name) == 0)
            return true;
    }
    return false;
}

/* A scaling rule of rope that has the name, or a name with a part behind it: mrrope-uni. */
static void add_scaling(const char *name, struct message *meant)
{
    size_t length = strlen(name);
    for (size_t k = 0; k < encoding_rope.key_count && length > 0; k++) {
        const struct spec_key *key = &encoding_rope.keys[k];
        for (size_t i = 1; strcmp(key->name, "scaling") == 0 && key->choices[i]; i++) /* 0: none */
            if (strncasecmp(key->choices[i], name, length) == 0 &&
                (key->choices[i][length] == '\0' || key->choices[i][length] == '-'))
                message_add(meant, "%srope:scaling=%s", *meant->text ? " or " : "",
                            key->choices[i]);
    }
}

struct message preset_meant(const char *name)
{
    struct message meant = {""};
    for (size_t i = 0; i < preset_count; i++)
        if (strcasecmp(presets[i].name, name) == 0 || listed(presets[i].hub, name))
            message_add(&meant, "%smodel:%s", *meant.text ? " or " : "", presets[i].name);
    if (!*meant.text)
        add_scaling(name, &meant);
    return meant;
}

struct message preset_suggestion(const char *before, const char *name)
{
    const char *names[PRESETS_MOST];
    size_t count = preset_count < PRESETS_MOST ? preset_count : PRESETS_MOST;
    for (size_t i = 0; i < count; i++)
        names[i] = presets[i].name;
    return text_suggestion_typed(before, without_owner(name), count, names);
}
