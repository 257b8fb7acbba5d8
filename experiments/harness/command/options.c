#include "experiments/harness/command/options.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/command_line.h"
#include "experiments/harness/command/option_values.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/harness/output/files/destination.h"
#include "experiments/harness/output/files/program.h"
#include "theory/ground/arrays.h"

static const char *const format_names[] = {[TABLE_CSV] = "csv", [TABLE_JSON] = "json", NULL};
const struct setting_menu experiment_menu = {
    .which = 1u << SETTING_SCALE | 1u << SETTING_THREADS | 1u << SETTING_FORMAT |
             1u << SETTING_OUTPUT | 1u << SETTING_REUSE | 1u << SETTING_YES | 1u << SETTING_QUIET |
             1u << SETTING_HELP,
    .formats = format_names,
};

/* What the walk over an experiment's options fills. */
struct reading {
    const struct experiment *experiment;
    struct settings *settings;
    struct option_value *values;
};

static bool read_each(void *context, const char *name, const char *value, struct message *error)
{
    struct reading *r = context;
    if (!name)
        return message_set(error, "unexpected word \"%s\"; options of %s start with --", value,
                           r->experiment->name);
    enum setting setting = settings_find(&experiment_menu, name);
    if (setting < SETTING_COUNT)
        return settings_read(&experiment_menu, setting, value, r->settings, error);
    for (size_t i = 0; i < r->experiment->option_count; i++)
        if (strcmp(name, r->experiment->options[i].name) == 0) {
            if (r->values[i].given)
                return message_set(error, "option --%s is given twice", name);
            r->values[i].given = true;
            r->values[i].text = value;
        }
    return true;
}

/* Walks the command line; false with *error set. */
static bool walk(struct reading *reading, int argc, char **argv, struct message *error)
{
    const struct experiment *experiment = reading->experiment;
    struct setting_rows settings;
    settings_rows(&experiment_menu, &settings);
    size_t count = experiment->option_count;
    struct plain_option *all = malloc((count + settings.count) * sizeof *all);
    if (!all)
        return message_memory(error);
    for (size_t i = 0; i < count; i++)
        all[i] = (struct plain_option){experiment->options[i].name,
                                       experiment->options[i].type == OPTION_FLAG ? NULL
                                       : experiment->options[i].alone             ? "[VALUE]"
                                                                                  : "VALUE",
                                       NULL};
    memcpy(all + count, settings.rows, settings.count * sizeof *all);
    bool ok = command_line_walk(argc, argv, count + settings.count, all, reading, read_each, error);
    free(all);
    return ok;
}

/* Says that an output is a file which option i reads. */
static bool is_read(const char *option, const char *file, size_t i, const struct reading *r,
                    struct message *error)
{
    return message_set(error, "%s: \"%s\" is read by --%s; expected another file", option,
                       message_quote(file).text, r->experiment->options[i].name);
}

/* False with *error set if an output (NULL: standard output) is a file that an encoding or a
 * query-key model was read from. */
static bool no_input(const char *option, const char *output, const struct reading *r,
                     struct message *error)
{
    for (size_t i = 0; i < r->experiment->option_count; i++)
        for (size_t e = 0; r->values[i].encodings && e < r->values[i].count; e++) {
            struct encoding_files files;
            if (!encoding_files(r->values[i].encodings[e], &files))
                continue;
            for (size_t f = 0; f < ARRAY_COUNT(files.names) && files.names[f]; f++)
                if (destination_same(output, files.names[f]))
                    return is_read(option, output ? output : files.names[f], i, r, error);
        }
    for (size_t i = 0; i < r->experiment->option_count; i++)
        for (size_t k = 0; r->values[i].qks && k < r->values[i].count; k++) {
            const struct qk_rows *rows = qk_rows_of(&r->values[i].qks[k].law);
            for (size_t f = 0; rows && f < rows->file_count; f++)
                if (destination_same(output, rows->file[f]))
                    return is_read(option, output ? output : rows->file[f], i, r, error);
        }
    return true;
}

/* No output may be read by the same command, or be another output; and --reuse vouches for the
 * result alone. */
static bool outputs_fit(const struct reading *r, struct message *error)
{
    const char *result = r->settings->output;
    if (!no_input(result ? "option --output" : "standard output", result, r, error))
        return false;
    for (size_t i = 0; i < r->experiment->option_count; i++) {
        const struct option_spec *o = &r->experiment->options[i];
        const char *file = r->values[i].text;
        struct message option;
        message_set(&option, "option --%s", o->name);
        if (o->type != OPTION_FILE || !file)
            continue;
        if (destination_same(result, file))
            return message_set(error, "%s: \"%s\" is the result's own file", option.text, file);
        if (!no_input(option.text, file, r, error))
            return false;
        if (r->settings->reuse)
            return message_set(
                error, "%s: --reuse cannot tell whether it is still valid; give one of them",
                option.text);
    }
    return true;
}

/* Options that ask for a table each cannot both be given. */
static bool one_table(const struct reading *r, struct message *error)
{
    const char *first = NULL;
    for (size_t t = 0; t < r->experiment->table_count; t++)
        for (size_t i = 0; i < r->experiment->option_count; i++) {
            const char *name = r->experiment->options[i].name;
            if (!r->values[i].given || strcmp(name, r->experiment->tables[t].option) != 0)
                continue;
            if (first)
                return message_set(error,
                                   "option --%s: it makes a table of its own, and so does --%s; "
                                   "give one of them",
                                   name, first);
            first = name;
        }
    return true;
}

/* Whether an option that is given stands in for this one's fallback. */
static bool displaced(const struct reading *r, const struct option_spec *o)
{
    size_t length = o->unless ? strcspn(o->unless, "=") : 0;
    for (size_t i = 0; o->unless && i < r->experiment->option_count; i++) {
        const char *name = r->experiment->options[i].name;
        if (strncmp(name, o->unless, length) == 0 && !name[length])
            return r->values[i].given &&
                   (!o->unless[length] || strcmp(r->values[i].text, o->unless + length + 1) == 0);
    }
    return false;
}

/* The encoding that the query-key models' files say their scores are made by, in place of a
 * fallback; NULL: they say none.
 * Returns: false with *error set if they say several. */
static bool encoding_of_models(const struct reading *r, const char **out, struct message *error)
{
    const char *model = NULL;
    *out = NULL;
    for (size_t i = 0; i < r->experiment->option_count; i++)
        for (size_t k = 0; r->values[i].qks && k < r->values[i].count; k++) {
            const struct qk_model *qk = &r->values[i].qks[k];
            const struct qk_rows *rows = qk_rows_of(&qk->law);
            if (!rows || !rows->encoding)
                continue;
            if (*out && strcmp(*out, rows->encoding) != 0)
                return message_set(error,
                                   "option --encoding: \"%s\" and \"%s\" have configurations of "
                                   "different encodings; expected --encoding",
                                   model, qk->text);
            model = qk->text;
            *out = rows->encoding;
        }
    return true;
}

/* Reads the value of option i. */
static bool read_value(const struct reading *r, size_t i, struct message *error)
{
    const struct option_spec *o = &r->experiment->options[i];
    struct option_value *v = &r->values[i];
    struct message inner;
    if (!v->given && !displaced(r, o))
        v->text = o->fallback[r->settings->scale];
    if (!v->given && v->text && o->type == OPTION_ENCODINGS) {
        const char *own;
        if (!encoding_of_models(r, &own, error))
            return false;
        v->text = own ? own : v->text;
    }
    if (!v->given && !v->text && o->derive) {
        v->text = v->made = o->derive(r->values, error);
        if (!v->text)
            return false;
    }
    v->present = v->text != NULL || v->given;
    if (!v->text || option_value_read(o, v, &inner))
        return true;
    return message_is_memory(&inner) ? message_memory(error)
                                     : message_set(error, "option --%s: %s", o->name, inner.text);
}

bool options_parse(const struct experiment *experiment, int argc, char **argv,
                   struct settings *settings, struct option_value *values, struct message *error)
{
    struct reading reading = {experiment, settings, values};
    if (experiment->option_count)
        memset(values, 0, experiment->option_count * sizeof *values);
    *settings = settings_default();
    if (!walk(&reading, argc, argv, error))
        return false;
    /* what is left out of an encoding depends on the models */
    for (int late = 0; late < 2; late++)
        for (size_t i = 0; i < experiment->option_count; i++) {
            bool left_out = !values[i].given && experiment->options[i].type == OPTION_ENCODINGS;
            if (left_out == late && !read_value(&reading, i, error))
                return false;
        }
    return option_values_tokens(experiment, values, error) && one_table(&reading, error) &&
           outputs_fit(&reading, error);
}

void options_free(const struct experiment *experiment, struct option_value *values)
{
    for (size_t i = 0; i < experiment->option_count; i++)
        option_value_free(&values[i]);
}

void options_put_command(FILE *out, const struct run *run)
{
    fprintf(out, "%s %s --scale=%s", program_name(), run->experiment->name,
            scale_names[run->scale]);
    for (size_t i = 0; i < run->experiment->option_count; i++) {
        const struct option_spec *o = &run->experiment->options[i];
        if (!run->values[i].present)
            continue;
        fprintf(out, " --%s", o->name);
        if (run->values[i].text) {
            putc('=', out);
            command_line_quote(out, run->values[i].text);
        }
    }
    if (run->long_run)
        fputs(" --yes", out);
}
