#include "experiments/harness/draws/groups.h"

#include <stdlib.h>

/* The group that begins at an encoding; empty if an earlier one has its dimension. Returns its
 * size. */
static size_t group_at(size_t count, struct encoding *const *encodings, size_t first,
                       const struct encoding **group, size_t *number)
{
    size_t members = 0;
    for (size_t e = 0; e < count; e++) {
        if (encodings[e]->dim != encodings[first]->dim)
            continue;
        if (e < first)
            return 0;
        group[members] = encodings[e];
        number[members++] = e;
    }
    return members;
}

enum status groups_each(size_t count, struct encoding *const *encodings,
                        enum status (*each)(void *context, size_t members,
                                            const struct encoding *const *group,
                                            const size_t *number),
                        void *context)
{
    const struct encoding **group = calloc(count, sizeof *group);
    size_t *number = calloc(count, sizeof *number);
    enum status status = group && number ? STATUS_OK : STATUS_MEMORY;
    for (size_t e = 0; status == STATUS_OK && e < count; e++) {
        size_t members = group_at(count, encodings, e, group, number);
        if (members > 0)
            status = each(context, members, group, number);
    }
    free(group);
    free(number);
    return status;
}
