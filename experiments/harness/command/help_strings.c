/* Help on the strings that encodings and query-key models are written as. */
#include <stdio.h>

#include "experiments/harness/command/help.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/output/failure.h"
#include "kernels/encodings/presets.h"

static void print_keys(size_t count, const struct spec_key *keys)
{
    for (size_t i = 0; i < count; i++) {
        struct message expected = spec_expected(&keys[i]);
        printf("    %-15s %s", keys[i].name, keys[i].meaning);
        if (keys[i].type != SPEC_TEXT)
            printf("; %s", expected.text);
        printf(keys[i].fallback ? "; default %s\n" : "\n", keys[i].fallback);
    }
}

int help_encodings(void)
{
    printf(
        "An encoding is a string NAME:key=value,key=value; several are joined by ';'. More values "
        "behind a key,\nkey=value,value, make an encoding each. A number of tokens may end in k "
        "(1024) or M (1048576).\n\n");
    for (size_t i = 0; i < encoding_type_count; i++) {
        printf("  %s    %s\n", encoding_types[i]->name, encoding_types[i]->summary);
        print_keys(encoding_types[i]->key_count, encoding_types[i]->keys);
        putchar('\n');
    }
    printf(
        "  model:NAME[,key=value..]    the configuration of a published model; keys override it, "
        "scaling=none drops\n                                its scaling\n");
    for (size_t i = 0; i < preset_count; i++)
        printf("    %-22s %s\n%27scontext %ld tokens; %s\n", presets[i].name, presets[i].spec, "",
               presets[i].context, presets[i].source);
    printf("\n  scaling=longrope takes ext=NAME of:\n");
    for (size_t i = 0; i < extension_list_count; i++)
        printf("    %-26s %zu divisors; %s\n", extension_lists[i].name, extension_lists[i].count,
               extension_lists[i].source);
    return EXIT_DONE;
}

int help_qk(void)
{
    printf("A query-key model is a string NAME or NAME:key=value,key=value; several are joined by "
           "';'. More values\nbehind a key, key=value,value, make a model each.\n\n");
    for (size_t i = 0; i < qk_type_count; i++) {
        printf("  %s    %s\n", qk_types[i].name, qk_types[i].summary);
        print_keys(qk_types[i].key_count, qk_types[i].keys);
        putchar('\n');
    }
    return EXIT_DONE;
}
