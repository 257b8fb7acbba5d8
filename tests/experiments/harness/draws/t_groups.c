/* Encodings that share draws. */
#include "experiments/harness/draws/groups.h"

#include "tests/tools/check_tools.h"

/* Dims 4, 6, 4, 6, 8. */
static const char *const specs[] = {"nope:dim=4", "nope:dim=6", "rope:base=1e4,dim=4",
                                    "rope:base=1e4,dim=6", "nope:dim=8"};
enum { COUNT = TOOLS_COUNT(specs) };

struct seen {
    struct encoding *encodings[COUNT];
    size_t groups, stop;
};

static enum status look(void *context, size_t members, const struct encoding *const *group,
                        const size_t *number)
{
    /* how many, and which */
    static const size_t want[][3] = {{2, 0, 2}, {2, 1, 3}, {1, 4}};
    struct seen *seen = context;
    const size_t *now = want[seen->groups++];
    ck_assert_uint_eq(members, now[0]);
    for (size_t m = 0; m < members; m++) {
        ck_assert_uint_eq(number[m], now[m + 1]);
        ck_assert(group[m] == seen->encodings[number[m]]);
    }
    return seen->groups == seen->stop ? STATUS_CONVERGENCE : STATUS_OK;
}

TEST(every_dimension_is_one_group)
{
    for (size_t stop = 0; stop < 3; stop++) {
        struct seen seen = {.stop = stop};
        for (size_t e = 0; e < COUNT; e++)
            seen.encodings[e] = tools_encoding(specs[e]);
        ck_assert_int_eq(groups_each(COUNT, seen.encodings, look, &seen),
                         stop ? STATUS_CONVERGENCE : STATUS_OK);
        ck_assert_uint_eq(seen.groups, stop ? stop : 3);
        for (size_t e = 0; e < COUNT; e++)
            encoding_free(seen.encodings[e]);
    }
}
