/* Help pages, laid out by argp. */
#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/options.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/encodings/presets.h"

enum { OPTIONS_MAX = 40, LINE = 1024 };

static const char *const metavars[] = {
    [OPTION_ENCODINGS] = "SPEC[;SPEC..]",
    [OPTION_QKS] = "SPEC[;SPEC..]",
    [OPTION_INTEGERS] = "LIST",
    [OPTION_RANGE] = "A:B",
    [OPTION_REALS] = "X[,X..]",
    [OPTION_WHOLE] = "N",
    [OPTION_CHOICE] = "NAME",
    [OPTION_NAMES] = "NAME[,NAME..]",
    [OPTION_FILE] = "FILE",
    [OPTION_FLAG] = NULL,
};

/* Meaning, range and default of an option in one text. */
static void option_text(const struct option_spec *o, char out[LINE])
{
    size_t used = (size_t)snprintf(out, LINE, "%s", o->meaning);
    if (o->type == OPTION_CHOICE || o->type == OPTION_NAMES) {
        used += (size_t)snprintf(out + used, LINE - used,
                                 o->type == OPTION_CHOICE ? "; one of" : "; from");
        for (size_t i = 0; o->choices[i]; i++)
            used += (size_t)snprintf(out + used, LINE - used, "%s %s", i ? "," : "", o->choices[i]);
    } else if (o->hi > o->lo) {
        used += (size_t)snprintf(out + used, LINE - used, "; from %.16g to %.16g", o->lo, o->hi);
    }
    const char *const *d = o->fallback;
    if (d[0] && strcmp(d[0], d[1]) == 0 && strcmp(d[1], d[2]) == 0)
        snprintf(out + used, LINE - used, "; default %s", d[0]);
    else if (d[0])
        snprintf(out + used, LINE - used, "; default %s (smoke), %s (standard), %s (full)", d[0],
                 d[1], d[2]);
}

void options_help(const struct experiment *experiment)
{
    static char texts[OPTIONS_MAX][LINE];
    struct argp_option table[OPTIONS_MAX + 8] = {{0}};
    size_t count = 0;
    for (size_t i = 0; i < experiment->option_count; i++) {
        option_text(&experiment->options[i], texts[i]);
        table[count++] = (struct argp_option){.name = experiment->options[i].name,
                                              .key = 256 + (int)i,
                                              .arg = metavars[experiment->options[i].type],
                                              .doc = texts[i],
                                              .group = 1};
    }
    static const struct argp_option common[] = {
        {"scale", 300, "smoke|standard|full", 0, "which set of defaults to use; default standard",
         2},
        {"threads", 301, "N", 0, "threads, without effect on the result; default all cores", 2},
        {"format", 302, "csv|json", 0, "default csv", 2},
        {"output", 'o', "FILE", 0, "write to FILE, complete or not at all; default standard output",
         2},
        {"reuse", 303, NULL, 0, "keep FILE if it holds exactly this run's result", 2},
        {"yes", 305, NULL, 0, "start even if it would take over an hour", 2},
        {"quiet", 304, NULL, 0, "say nothing on standard error unless something fails", 2},
    };
    memcpy(table + count, common, sizeof common);
    char text[4096], name[64];
    snprintf(text, sizeof text, "%s.\n\n%s\n\nSource: %s", experiment->summary,
             experiment->measures, experiment->source);
    snprintf(name, sizeof name, "posbias %s", experiment->name);
    setenv("ARGP_HELP_FMT", "no-dup-args-note,rmargin=110", 0);
    const struct argp argp = {.options = table, .doc = text};
    argp_help(&argp, stdout, ARGP_HELP_SHORT_USAGE | ARGP_HELP_PRE_DOC | ARGP_HELP_LONG, name);
    printf("\nColumns:\n");
    for (size_t i = 0; i < experiment->column_count; i++)
        printf("  %-20s %s\n", experiment->columns[i].name, experiment->columns[i].meaning);
    printf("\nFigures:\n");
    for (size_t i = 0; i < experiment->figure_count; i++)
        printf("  %-20s %s\n", experiment->figures[i].stem, experiment->figures[i].title);
    if (experiment->claims)
        printf("\nClaims judged here:\n");
    for (size_t i = 0; experiment->claims && i < experiment->claims->count; i++)
        printf("  %-20s %s\n", experiment->claims->claims[i].id,
               claim_statement(&experiment->claims->claims[i]).text);
}

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

void options_help_encodings(void)
{
    printf("An encoding is a string NAME:key=value,key=value.\n\n");
    for (size_t i = 0; i < encoding_type_count; i++) {
        printf("  %s    %s\n", encoding_types[i]->name, encoding_types[i]->summary);
        print_keys(encoding_types[i]->key_count, encoding_types[i]->keys);
        putchar('\n');
    }
    printf(
        "  model:NAME[,key=value..]    the configuration of a published model; keys override it\n");
    for (size_t i = 0; i < preset_count; i++)
        printf("    %-22s %s\n%27scontext %ld tokens; %s\n", presets[i].name, presets[i].spec, "",
               presets[i].context, presets[i].source);
    printf("\n  scaling=longrope takes ext=NAME of:\n");
    for (size_t i = 0; i < extension_list_count; i++)
        printf("    %-26s %zu divisors; %s\n", extension_lists[i].name, extension_lists[i].count,
               extension_lists[i].source);
}

void options_help_qk(void)
{
    printf("A query-key model is a string NAME or NAME:key=value,key=value.\n\n");
    for (size_t i = 0; i < qk_type_count(); i++) {
        size_t count;
        const struct spec_key *keys = qk_type_keys(i, &count);
        printf("  %s    %s\n", qk_type_name(i), qk_type_summary(i));
        print_keys(count, keys);
        putchar('\n');
    }
}
