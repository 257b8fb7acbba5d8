/* The command: what a model's file means, or what two mean differently. */
#include <stdlib.h>

#include "experiments/audit/compare.h"
#include "experiments/audit/page.h"
#include "experiments/harness/command/commands.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/output/text_stream.h"

static int refuse(const struct message *error)
{
    return failure_print(message_is_memory(error) ? EXIT_BROKEN : EXIT_USAGE, error);
}

/* What is printed is whole or nothing: it is written into memory first. */
static int audit_one(const struct request *r, FILE *out, int *code)
{
    struct audit audit;
    struct message error;
    if (!audit_read(r->words[0], r->settings.context, true, &audit, &error))
        return refuse(&error);
    bool ok = true;
    if (r->settings.json)
        ok = page_json(out, &audit);
    else
        page_print(out, &audit);
    *code = audit_contradictions(&audit) ? EXIT_UNEXPECTED : EXIT_DONE;
    audit_free(&audit);
    return ok ? EXIT_DONE : failure_memory();
}

static int audit_two(const struct request *r, FILE *out, int *code)
{
    struct audit first, second;
    struct message error;
    bool differ = false;
    if (!audit_read(r->words[0], r->settings.context, false, &first, &error))
        return refuse(&error);
    if (!audit_read(r->words[1], r->settings.context, false, &second, &error)) {
        audit_free(&first);
        return refuse(&error);
    }
    enum status status = compare_print(out, &first, &second, r->settings.json, &differ);
    audit_free(&first);
    audit_free(&second);
    *code = differ ? EXIT_UNEXPECTED : EXIT_DONE;
    if (status == STATUS_OK)
        return EXIT_DONE;
    message_set(&error, "audit: %s", failure_text(status));
    return failure_print(EXIT_BROKEN, &error);
}

static int run(const struct request *r)
{
    struct text_stream page;
    int code = EXIT_DONE;
    FILE *out = text_stream_start(&page);
    if (!out)
        return failure_memory();
    int failed = r->word_count == 1 ? audit_one(r, out, &code) : audit_two(r, out, &code);
    char *text = text_stream_end(&page);
    if (failed == EXIT_DONE && !text)
        failed = failure_memory();
    if (failed == EXIT_DONE)
        fputs(text, r->out);
    free(text);
    return failed == EXIT_DONE ? code : failed;
}

const struct command audit_command = {
    .name = "audit",
    .words = "FILE [FILE]",
    .least = 1,
    .most = 2,
    .menu = {.which = 1u << SETTING_CONTEXT | 1u << SETTING_JSON | 1u << SETTING_HELP},
    .summary = "what a model's file means, and who reads it otherwise",
    .help =
        "Says what a file means for positions: a config.json as Hugging Face transformers takes "
        "it, a GGUF file as llama.cpp, a llama2.c file as its own program.\n"
        "Of each kind of layers it prints base, rotated part, layout, scaling, factors, "
        "temperature, the string that every other command accepts as --encoding (all but the "
        "temperature), and the frequencies pair by pair. Then follow the contradictions inside the file, the limits of "
        "its numbers, and the engines that are known to read it otherwise, as of " READERS_DATE
        ": what each takes instead, and by how much its scores then differ.\n"
        "That is the largest difference over the queries' positions p within the context: every "
        "one, or of a context over 262144 tokens a part of those beyond, as it says; the key is p "
        "tokens before, or as far as the layer sees. unit: q = k with every coordinate 1/sqrt 2, "
        "so that each pair adds its cosine. gauss: the root mean square for independent standard "
        "normal coordinates.\n"
        "Of two files it says only what differs. A GGUF file has numbers in float32: what is the "
        "other file's but for that rounding is told as the same to float32, with what it does to "
        "scores; that is a difference after all where it is over 2^-8 of a score (unit), what "
        "bfloat16 rounds a score from 1 to 2 by. The order of coordinates of two formats is told "
        "and not compared, since converters reorder the rows of weights with it.\n"
        "Exit status: 0 the file is clean, or the two mean the same, rounding apart; 1 it "
        "contradicts itself, or they differ; 2 something in a file or on the command line is not understood; 3 "
        "something broke.",
    .run = run,
};
