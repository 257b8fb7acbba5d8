#include "experiments/harness/command/options.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/command_line.h"
#include "experiments/harness/command/list.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/output/atomic_file.h"
#include "experiments/readers/npy.h"
#include "theory/ground/text.h"

static const char *const format_names[] = {"csv", "json"};

static const struct plain_option settings_options[] = {
    {"scale", "smoke|standard|full", ""},
    {"threads", "N", ""},
    {"format", "csv|json", ""},
    {"quiet", NULL, ""},
    {"reuse", NULL, ""},
    {"yes", NULL, ""},
    {"output", "FILE", ""},
};
enum { SETTINGS_COUNT = sizeof settings_options / sizeof *settings_options, OPTIONS_MAX = 40 };

/* What the walk over an experiment's options fills. */
struct reading {
    const struct experiment *experiment;
    struct run_settings *settings;
    struct option_value *values;
    unsigned seen; /* settings given */
};

static bool choose(const char *name, const char *value, size_t count, const char *const *names,
                   size_t *index, struct message *error)
{
    *index = text_find(value, count, names);
    return *index < count ||
           message_set(error, "option --%s: \"%s\" is not accepted; expected one of %s%s", name,
                       value, text_join(count, names).text,
                       text_suggestion(value, count, names).text);
}

static bool read_setting(struct run_settings *s, size_t which, const char *name, const char *value,
                         struct message *error)
{
    size_t index = 0;
    double number;
    switch (which) {
    case 0:
        if (!choose(name, value, SCALE_COUNT, scale_names, &index, error))
            return false;
        s->scale = (enum scale)index;
        return true;
    case 1:
        if (!text_number(value, &number) || number != floor(number) || number < 1 || number > 1024)
            return message_set(
                error,
                "option --threads: \"%s\" is not accepted; expected a whole number from 1 to 1024",
                value);
        s->threads = (int)number;
        return true;
    case 2:
        if (!choose(name, value, 2, format_names, &index, error))
            return false;
        s->format = (enum table_format)index;
        return true;
    case 3:
        s->quiet = true;
        return true;
    case 4:
        s->reuse = true;
        return true;
    case 5:
        s->yes = true;
        return true;
    default:
        if (!*value)
            return message_set(error, "option --output: the file name is empty");
        s->output = value;
        return true;
    }
}

static bool read_each(void *context, const char *name, const char *value, struct message *error)
{
    struct reading *r = context;
    if (!name)
        return message_set(error, "unexpected word \"%s\"; options of %s start with --", value,
                           r->experiment->name);
    for (size_t i = 0; i < SETTINGS_COUNT; i++)
        if (strcmp(name, settings_options[i].name) == 0) {
            if (r->seen & 1u << i)
                return message_set(error, "option --%s is given twice", name);
            r->seen |= 1u << i;
            return read_setting(r->settings, i, name, value, error);
        }
    for (size_t i = 0; i < r->experiment->option_count; i++)
        if (strcmp(name, r->experiment->options[i].name) == 0) {
            if (r->values[i].given)
                return message_set(error, "option --%s is given twice", name);
            r->values[i].given = true;
            r->values[i].text = value;
        }
    return true;
}

/* Calls read on each ';'-separated string. */
static bool each_string(const char *text, void *context,
                        bool (*read)(void *, const char *, struct message *), struct message *error)
{
    if (!*text)
        return message_set(error, "the value is empty");
    for (;;) {
        char item[SPEC_TEXT_MAX];
        size_t length = strcspn(text, ";");
        if (length >= sizeof item)
            return message_set(error, "\"%.40s...\" is too long", text);
        memcpy(item, text, length);
        item[length] = '\0';
        if (!*item)
            return message_set(error, "an item between ';' is empty");
        if (!read(context, item, error))
            return false;
        if (!text[length])
            return true;
        text += length + 1;
    }
}

static bool add_encoding(void *context, const char *text, struct message *error)
{
    static const struct encoding_reader reader = {npy_matrix};
    struct option_value *v = context;
    struct encoding **list = realloc(v->encodings, (v->count + 1) * sizeof *list);
    if (!list)
        return message_set(error, "out of memory");
    v->encodings = list;
    return encoding_parse(text, &reader, &list[v->count], error) && ++v->count;
}

static bool add_qk(void *context, const char *text, struct message *error)
{
    struct option_value *v = context;
    struct qk_model *list = realloc(v->qks, (v->count + 1) * sizeof *list);
    if (!list)
        return message_set(error, "out of memory");
    v->qks = list;
    return qk_parse(text, &list[v->count], error) && ++v->count;
}

static size_t choice_count(const struct option_spec *o)
{
    size_t count = 0;
    while (o->choices[count])
        count++;
    return count;
}

/* Reads choices joined by commas, each at most once, into their indices. */
static bool read_names(const struct option_spec *o, struct option_value *v, struct message *inner)
{
    size_t choices = choice_count(o);
    v->numbers = malloc(choices * sizeof *v->numbers);
    if (!v->numbers)
        return message_set(inner, "out of memory");
    for (const char *at = v->text;; at++) {
        char name[SPEC_TEXT_MAX];
        size_t length = strcspn(at, ","), index;
        if (length >= sizeof name)
            return message_set(inner, "\"%.40s...\" is too long", at);
        memcpy(name, at, length);
        name[length] = '\0';
        index = text_find(name, choices, o->choices);
        if (index == choices)
            return message_set(inner, "\"%s\" is not accepted; expected one or more of %s%s", name,
                               text_join(choices, o->choices).text,
                               text_suggestion(name, choices, o->choices).text);
        for (size_t i = 0; i < v->count; i++)
            if (v->numbers[i] == (double)index)
                return message_set(inner, "\"%s\" is given twice", name);
        v->numbers[v->count++] = (double)index;
        at += length;
        if (!*at)
            return true;
    }
}

/* Reads the text of an option; inner receives the reason, the option's name is put in front by the
 * caller. */
static bool read_value(const struct option_spec *o, struct option_value *v, struct message *inner)
{
    size_t index;
    switch (o->type) {
    case OPTION_ENCODINGS:
        return each_string(v->text, v, add_encoding, inner);
    case OPTION_QKS:
        return each_string(v->text, v, add_qk, inner);
    case OPTION_INTEGERS:
        return list_integers(v->text, o->lo, o->hi, &v->numbers, &v->count, inner);
    case OPTION_RANGE:
        return list_range(v->text, o->lo, o->hi, &v->numbers, &v->count, inner);
    case OPTION_REALS:
        return list_reals(v->text, o->lo, o->hi, &v->numbers, &v->count, inner);
    case OPTION_WHOLE:
        if (strchr(v->text, ',') || strchr(v->text, ':'))
            return message_set(inner, "\"%s\" is not one whole number", v->text);
        return list_integers(v->text, o->lo, o->hi, &v->numbers, &v->count, inner);
    case OPTION_CHOICE:
        v->numbers = malloc(sizeof *v->numbers);
        if (!v->numbers)
            return message_set(inner, "out of memory");
        index = text_find(v->text, choice_count(o), o->choices);
        *v->numbers = (double)index;
        v->count = 1;
        return index < choice_count(o) ||
               message_set(inner, "\"%s\" is not accepted; expected one of %s%s", v->text,
                           text_join(choice_count(o), o->choices).text,
                           text_suggestion(v->text, choice_count(o), o->choices).text);
    case OPTION_NAMES:
        return read_names(o, v, inner);
    case OPTION_FILE:
        if (!*v->text)
            return message_set(inner, "the file name is empty");
        return strcmp(v->text, "-") != 0 ||
               message_set(inner, "\"-\" would mix with the result; expected a file name");
    default:
        return true;
    }
}

bool options_parse(const struct experiment *experiment, int argc, char **argv,
                   struct run_settings *settings, struct option_value *values,
                   struct message *error)
{
    struct plain_option all[OPTIONS_MAX];
    size_t count = 0;
    memset(values, 0, experiment->option_count * sizeof *values);
    *settings = (struct run_settings){.scale = SCALE_STANDARD};
    for (size_t i = 0; i < experiment->option_count; i++)
        all[count++] = (struct plain_option){
            experiment->options[i].name,
            experiment->options[i].type == OPTION_FLAG ? NULL : "VALUE", ""};
    for (size_t i = 0; i < SETTINGS_COUNT; i++)
        all[count++] = settings_options[i];
    struct reading reading = {experiment, settings, values, 0};
    if (!command_line_walk(argc, argv, count, all, &reading, read_each, error))
        return false;
    for (size_t i = 0; i < experiment->option_count; i++) {
        const struct option_spec *o = &experiment->options[i];
        if (!values[i].given)
            values[i].text = o->fallback[settings->scale];
        values[i].present = values[i].text != NULL || (o->type == OPTION_FLAG && values[i].given);
        struct message inner;
        if (values[i].text && !read_value(o, &values[i], &inner))
            return message_set(error, "option --%s: %s", o->name, inner.text);
        if (o->type != OPTION_FILE || !values[i].text)
            continue;
        if (settings->output && atomic_same(settings->output, values[i].text))
            return message_set(error, "option --%s: \"%s\" is the result's own file", o->name,
                               values[i].text);
        if (settings->reuse)
            return message_set(
                error,
                "option --%s: --reuse cannot tell whether it is still valid; give one of them",
                o->name);
    }
    return true;
}

void options_free(const struct experiment *experiment, struct option_value *values)
{
    for (size_t i = 0; i < experiment->option_count; i++) {
        for (size_t j = 0; values[i].encodings && j < values[i].count; j++)
            encoding_free(values[i].encodings[j]);
        for (size_t j = 0; values[i].qks && j < values[i].count; j++)
            qk_free(&values[i].qks[j]);
        free(values[i].encodings);
        free(values[i].qks);
        free(values[i].numbers);
    }
}

void options_put_command(FILE *out, const struct run *run)
{
    fprintf(out, "build/posbias %s --scale=%s", run->experiment->name, scale_names[run->scale]);
    for (size_t i = 0; i < run->experiment->option_count; i++) {
        const struct option_spec *o = &run->experiment->options[i];
        if (!run->values[i].present)
            continue;
        fprintf(out, " --%s", o->name);
        if (o->type != OPTION_FLAG) {
            putc('=', out);
            command_line_quote(out, run->values[i].text);
        }
    }
    if (run->long_run)
        fputs(" --yes", out);
}
