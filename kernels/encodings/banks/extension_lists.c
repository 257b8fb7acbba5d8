/* The published lists of longrope factors that presets.h declares. */
#include <string.h>

#include "kernels/encodings/presets.h"

/* Phi-3-mini-128k-instruct, June 2024 update, rope_scaling.short_factor. */
static const double phi_3_mini_128k_short[] = {
    1.1,
    1.1,
    1.1,
    1.3000000000000003,
    1.3500000000000003,
    1.3500000000000003,
    1.4000000000000004,
    1.5500000000000005,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.0500000000000007,
    2.0500000000000007,
    2.0500000000000007,
    2.0500000000000007,
    2.0500000000000007,
    2.0500000000000007,
    2.1000000000000005,
    2.1000000000000005,
    2.1500000000000004,
    2.25,
    2.25,
    2.25,
    2.25,
    2.25,
    2.3999999999999995,
    2.4499999999999993,
    2.499999999999999,
    2.6999999999999984,
    2.6999999999999984,
    2.7499999999999982,
    2.799999999999998,
    2.8999999999999977,
    3.049999999999997,
};

/* Phi-3-mini-128k-instruct, June 2024 update, rope_scaling.long_factor. */
static const double phi_3_mini_128k_long[] = {
    1.0700000524520874, 1.1200000047683716, 1.149999976158142,  1.4199999570846558,
    1.5699999332427979, 1.7999999523162842, 2.129999876022339,  2.129999876022339,
    3.009999990463257,  5.910000324249268,  6.950000286102295,  9.070000648498535,
    9.930000305175781,  10.710000038146973, 11.130000114440918, 14.609999656677246,
    15.409998893737793, 19.809999465942383, 37.279998779296875, 38.279998779296875,
    38.599998474121094, 40.12000274658203,  46.20000457763672,  50.940006256103516,
    53.66000747680664,  54.9373893737793,   56.89738845825195,  57.28738784790039,
    59.98738479614258,  60.86738586425781,  60.887386322021484, 61.71739196777344,
    62.91739273071289,  62.957393646240234, 63.41739273071289,  63.8173942565918,
    63.83739471435547,  63.897396087646484, 63.93739700317383,  64.06739807128906,
    64.11434936523438,  64.12435150146484,  64.15435028076172,  64.19435119628906,
    64.24435424804688,  64.57435607910156,  64.69000244140625,  64.76000213623047,
};

/* Phi-4-mini-instruct, rope_scaling.short_factor. */
static const double phi_4_mini_short[] = {
    1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
    1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
    1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
};

/* Phi-4-mini-instruct, rope_scaling.long_factor. */
static const double phi_4_mini_long[] = {
    1,           1.118320672, 1.250641126, 1.398617824, 1.564103225, 1.74916897,  1.956131817,
    2.187582649, 2.446418898, 2.735880826, 3.059592084, 3.421605075, 3.826451687, 4.279200023,
    4.785517845, 5.351743533, 5.984965424, 6.693110555, 7.485043894, 8.370679318, 9.36110372,
    10.4687158,  11.70738129, 13.09260651, 14.64173252, 16.37415215, 18.31155283, 20.47818807,
    22.90118105, 25.61086418, 28.64115884, 32.03,       32.1,        32.13,       32.23,
    32.6,        32.61,       32.64,       32.66,       32.7,        32.71,       32.93,
    32.97,       33.28,       33.49,       33.5,        44.16,       47.77,
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

#define PHI_3_SOURCE                                                                      \
    "config.json of microsoft/Phi-3-mini-128k-instruct, June 2024 update: first 30 long " \
    "factors; the others second-hand: scripts/eval/long_context/eval_long_context.py of " \
    "t-pranavv/local-rollouts"

#define PHI_4_SOURCE                                                         \
    "second-hand: model_preset.py of mlc-ai/mlc-llm, phi-4: config.json of " \
    "microsoft/Phi-4-mini-instruct; two other copies agree"

const struct extension_list extension_lists[] = {
    {"phi-3-mini-128k-short", COUNT(phi_3_mini_128k_short), phi_3_mini_128k_short, PHI_3_SOURCE},
    {"phi-3-mini-128k-long", COUNT(phi_3_mini_128k_long), phi_3_mini_128k_long, PHI_3_SOURCE},
    {"phi-4-mini-short", COUNT(phi_4_mini_short), phi_4_mini_short, PHI_4_SOURCE},
    {"phi-4-mini-long", COUNT(phi_4_mini_long), phi_4_mini_long, PHI_4_SOURCE},
};

const size_t extension_list_count = COUNT(extension_lists);

_Static_assert(COUNT(phi_3_mini_128k_short) == 48, "one factor per pair");
_Static_assert(COUNT(phi_3_mini_128k_long) == 48, "one factor per pair");
_Static_assert(COUNT(phi_4_mini_short) == 48, "one factor per pair");
_Static_assert(COUNT(phi_4_mini_long) == 48, "one factor per pair");

const struct extension_list *extension_list_find(const char *name)
{
    for (size_t i = 0; i < extension_list_count; i++)
        if (strcmp(extension_lists[i].name, name) == 0)
            return &extension_lists[i];
    return NULL;
}
