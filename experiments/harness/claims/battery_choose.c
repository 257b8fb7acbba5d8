#include "experiments/harness/claims/battery_choose.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/files/program.h"
#include "theory/ground/text.h"

/* "=ID" selects that claim; "ID" its sub-claims too, whose ids go on with a '-'. */
static bool selected(const char *id, const char *wanted)
{
    size_t length = strlen(wanted);
    if (*wanted == '=')
        return strcmp(id, wanted + 1) == 0;
    return strncmp(id, wanted, length) == 0 && (id[length] == '\0' || id[length] == '-');
}

struct judged *battery_gather(const struct battery *battery, size_t *count)
{
    size_t total = 0;
    for (size_t s = 0; s < battery->set_count; s++)
        total += battery->sets[s]->count;
    struct judged *list = calloc(total + 1, sizeof *list);
    *count = 0;
    for (size_t s = 0; list && s < battery->set_count; s++)
        for (size_t c = 0; c < battery->sets[s]->count; c++)
            list[(*count)++].claim = &battery->sets[s]->claims[c];
    return list;
}

static bool unknown_id(const char *id, size_t count, const struct judged *list,
                       struct message *error)
{
    const char **names = calloc(count, sizeof *names);
    if (!names)
        return message_memory(error);
    for (size_t c = 0; c < count; c++)
        names[c] = list[c].claim->id;
    const char *alone = *id == '=' ? "=" : "";
    message_set(error,
                "unknown claim \"%s\"; expected an id that `posbias claims` prints, %s for one%s",
                id, names[0], text_suggestion_typed(alone, id + strlen(alone), count, names).text);
    free(names);
    return false;
}

/* The command that judges a claim again; of one that was not judged, that would. */
static void put_command(const struct battery *battery, struct judged *j)
{
    const char *path = battery->weights ? battery->weights : "FILE";
    message_set(&j->command, "%s claims %s --scale=%s", program_name(), j->claim->id,
                scale_names[battery->scale]);
    if (j->claim->question->file)
        grid_add_option(&j->command, "weights", path);
}

/* What tells each from its brothers, before any of them is left out. Returns: false without
 * memory. */
static bool put_variants(size_t count, struct judged *list)
{
    const struct claim **claims = calloc(count + 1, sizeof *claims);
    for (size_t c = 0; claims && c < count; c++)
        claims[c] = list[c].claim;
    for (size_t c = 0; claims && c < count; c++)
        list[c].variant = claim_variant(claims[c], count, claims);
    free(claims);
    return claims != NULL;
}

bool battery_choose(const struct battery *battery, size_t *count, struct judged *list,
                    struct message *error)
{
    size_t kept = 0;
    for (size_t i = 0; i < battery->id_count; i++) {
        bool found = false;
        for (size_t c = 0; c < *count && !found; c++)
            found = selected(list[c].claim->id, battery->ids[i]);
        if (!found)
            return unknown_id(battery->ids[i], *count, list, error);
    }
    if (!put_variants(*count, list))
        return message_memory(error);
    for (size_t c = 0; c < *count; c++) {
        bool take = battery->id_count == 0;
        for (size_t i = 0; i < battery->id_count && !take; i++)
            take = selected(list[c].claim->id, battery->ids[i]);
        if (!take)
            continue;
        list[kept] = (struct judged){.claim = list[c].claim, .variant = list[c].variant};
        put_command(battery, &list[kept]);
        kept++;
    }
    *count = kept;
    return true;
}
