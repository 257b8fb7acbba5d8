#include "experiments/harness/command/experiment.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/command_line.h"
#include "experiments/harness/command/help/help.h"
#include "experiments/harness/command/options.h"
#include "experiments/harness/draws/qk_rows.h"
#include "experiments/harness/driver/checkpoint.h"
#include "experiments/harness/output/checksum.h"
#include "experiments/harness/output/header.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/output/process/progress.h"
#include "experiments/harness/output/reuse.h"
#include "experiments/harness/output/text_stream.h"

const struct experiment *experiment_find(const char *name)
{
    for (size_t i = 0; i < experiment_count; i++)
        if (strcmp(experiments[i]->name, name) == 0)
            return experiments[i];
    return NULL;
}

/* An option of the run and what each short string of it stands for; false with *error set if a file
 * cannot be read again. */
static bool put_option(struct header *header, const struct option_spec *o,
                       const struct option_value *v, struct message *error)
{
    char sum[32];
    for (size_t j = 0; v->encodings && j < v->count; j++) {
        struct encoding_files files;
        header_put_of(header, "encoding", v->encodings[j]->text, v->encodings[j]->resolved);
        if (!encoding_files(v->encodings[j], &files))
            continue;
        snprintf(sum, sizeof sum, "checksum %016" PRIx64,
                 checksum_add(CHECKSUM_START, files.bytes, files.size));
        header_put_of(header, files.what, v->encodings[j]->text, sum);
    }
    for (size_t j = 0; v->qks && j < v->count; j++) {
        const struct qk_rows *rows = qk_rows_of(&v->qks[j].law);
        struct message identity;
        header_put_of(header, "qk", v->qks[j].text, v->qks[j].resolved);
        if (!rows)
            continue;
        if (!rows->identity(rows->self, &identity, error))
            return false;
        header_put_of(header, "vectors", v->qks[j].text, identity.text);
    }
    if (v->encodings || v->qks || !v->present)
        return true;
    if (!v->text)
        header_put_flag(header, o->name);
    else if (o->type == OPTION_WHOLE)
        header_put_number(header, o->name, v->text, v->numbers[0]);
    else
        header_put(header, o->name, v->text);
    return true;
}

/* What identifies a result: experiment, program, command, and options as they are resolved. NULL
 * with *error set: no memory, or a file that is read cannot be. */
static struct header *run_header(const struct run *run, struct message *error)
{
    message_memory(error);
    struct text_stream text;
    FILE *out = text_stream_start(&text);
    if (!out) {
        text_stream_end(&text);
        return NULL;
    }
    options_put_command(out, run);
    char *command = text_stream_end(&text);
    struct header *header = command ? header_new(run->experiment->name) : NULL;
    if (header)
        header_put(header, "command", command);
    for (size_t i = 0; header && i < run->experiment->option_count; i++)
        if (!put_option(header, &run->experiment->options[i], &run->values[i], error)) {
            header_free(header);
            header = NULL;
        }
    free(command);
    return header;
}

/* The table that the options given ask for. */
static struct experiment_table table_of(const struct run *run)
{
    const struct experiment *e = run->experiment;
    for (size_t i = 0; i < e->table_count; i++)
        if (run_value(run, e->tables[i].option)->given)
            return e->tables[i];
    return (struct experiment_table){NULL, e->columns, e->column_count, e->run};
}

/* The first of the run's query-key models a row of which could not be read, if that is what
 * happened. */
static void rows_fault(struct run *run)
{
    for (size_t i = 0; i < run->experiment->option_count; i++)
        for (size_t k = 0; run->values[i].qks && k < run->values[i].count; k++)
            if (qk_rows_fault(&run->values[i].qks[k].law, &run->error))
                return;
}

/* Runs into a file that comes to be with its last row. */
static int fill_table(struct run *run, const struct experiment_table *table,
                      const struct settings *settings, struct header *header)
{
    struct message error;
    run->table = table_open(settings->output, (enum table_format)settings->format, header,
                            table->column_count, table->columns, &error);
    if (!run->table)
        return failure_print(EXIT_BROKEN, &error);
    enum status status = table->run(run);
    progress_end();
    if (run->error.text[0] || status != STATUS_OK) {
        table_discard(run->table);
        if (!run->error.text[0])
            rows_fault(run);
        bool usage = run->error.text[0] && status == STATUS_DOMAIN &&
                     !message_is_memory(&run->error);
        if (!run->error.text[0])
            message_set(&run->error, "%s: %s%s", run->experiment->name, run->where.text,
                        failure_text(status));
        return failure_print(usage ? EXIT_USAGE : EXIT_BROKEN, &run->error);
    }
    return table_close(run->table, &error) ? EXIT_DONE : failure_print(EXIT_BROKEN, &error);
}

static int run_table(struct run *run, const struct settings *settings, struct header *header)
{
    struct message error;
    struct checkpoint *checkpoint;
    struct experiment_table table = table_of(run);
    const char *lines = header_text(header), *output = settings->output;
    if (!lines)
        return failure_memory();
    if (settings->reuse && reuse_matches(output, lines, table.column_count, table.columns)) {
        const char *slash = strrchr(output, '/');
        checkpoint_sweep(output, lines);
        message_set(&error, "%s is up to date", slash ? slash + 1 : output);
        return settings->quiet ? EXIT_DONE : failure_print(EXIT_DONE, &error);
    }
    if (!checkpoint_begin(output, lines, settings->quiet, &checkpoint, &error))
        return failure_print(message_is_memory(&error) ? EXIT_BROKEN : EXIT_USAGE, &error);
    int code = fill_table(run, &table, settings, header);
    checkpoint_end(checkpoint, code == EXIT_DONE);
    return code;
}

static int run_with(struct run *run, const struct settings *settings)
{
    struct message error;
    if (settings->reuse && !reuse_allowed(settings->output, settings->format == TABLE_CSV, &error))
        return failure_print(EXIT_USAGE, &error);
    struct cost cost;
    estimate_here(run, &cost);
    run->cost = &cost;
    run->yes = settings->yes;
    run->quiet = settings->quiet;
    run->long_run = estimate_long(run);
    struct header *header = run_header(run, &error);
    int code = header ? run_table(run, settings, header)
                      : failure_print(message_is_memory(&error) ? EXIT_BROKEN : EXIT_USAGE, &error);
    header_free(header);
    cost_free(&cost);
    return code;
}

int experiment_main(const struct experiment *experiment, int argc, char **argv)
{
    struct settings settings;
    struct message error;
    struct run run = {.experiment = experiment};
    if (command_line_helps(argc, argv))
        return help_experiment(SHEET_TEXT, experiment);
    run.values = calloc(experiment->option_count + 1, sizeof *run.values);
    if (!run.values)
        return failure_memory();
    int code;
    if (!options_parse(experiment, argc, argv, &settings, run.values, &error)) {
        code = failure_print(message_is_memory(&error) ? EXIT_BROKEN : EXIT_USAGE, &error);
    } else {
        run.scale = settings.scale;
        for (size_t i = 0; i < experiment->option_count; i++)
            if (strcmp(experiment->options[i].name, "seed") == 0)
                run.stream = random_draws((uint64_t)run.values[i].numbers[0]);
        run_threads(settings.threads);
        code = run_with(&run, &settings);
    }
    options_free(experiment, run.values);
    free(run.values);
    return code;
}
