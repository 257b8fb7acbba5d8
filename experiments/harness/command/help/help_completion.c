/* What shells complete posbias's words by, from the tables of commands, options and strings. */
#include <stdio.h>
#include <string.h>

#include "experiments/harness/command/help/completion.h"
#include "experiments/harness/command/help/help.h"
#include "experiments/harness/command/options.h"
#include "experiments/harness/draws/qk_types.h"
#include "experiments/harness/draws/tokens/token_types.h"
#include "experiments/harness/output/process/failure.h"
#include "kernels/encodings/presets.h"

/* Every name is of letters, digits and signs that a shell leaves alone between single quotes. */
static void put_case(const char *word) { printf("    '%s') printf '%%s\\n'", word); }
static void put_word(const char *word) { printf(" '%s'", word); }
static void end_case(void) { puts(" ;;"); }

static void put_experiments(void)
{
    for (size_t i = 0; i < experiment_count; i++)
        put_word(experiments[i]->name);
}

static void put_commands(void)
{
    for (size_t i = 0; i < command_total(); i++)
        put_word(command_at(i)->name);
}

static void put_stems(void)
{
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t f = 0; f < experiments[e]->figure_count; f++)
            if (strcmp(experiments[e]->figures[f].stem, experiments[e]->name) != 0)
                put_word(experiments[e]->figures[f].stem);
}

static void put_claims(void)
{
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t c = 0; experiments[e]->claims && c < experiments[e]->claims->count; c++)
            put_word(experiments[e]->claims->claims[c].id);
}

static void put_files(void) { put_word("<file>"); }

/* What a word of a usage line stands for; one of small letters stands for itself. */
static void put_meant(const char *word)
{
    static const struct {
        const char *word;
        void (*put)(void);
    } meanings[] = {{"EXPERIMENT", put_experiments},
                    {"COMMAND", put_commands},
                    {"STEM", put_stems},
                    {"ID", put_claims},
                    {"FILE", put_files},
                    {"FILE.csv", put_files}};
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (strcmp(word, meanings[i].word) == 0)
            meanings[i].put();
    if (word[strspn(word, "abcdefghijklmnopqrstuvwxyz")] == '\0')
        put_word(word);
}

/* _posbias_words: of each command, what its usage line has. */
static void put_words(void)
{
    printf("_posbias_words() {\n    case $1 in\n");
    put_case("");
    put_experiments();
    put_commands();
    put_word("--help");
    put_word("--version");
    end_case();
    for (size_t i = 0; i < command_total(); i++) {
        const char *words = command_at(i)->words, *seen = words;
        char word[64];
        if (!*words)
            continue;
        put_case(command_at(i)->name);
        for (; *words; words += strcspn(words, "[]| "), words += strspn(words, "[]| ")) {
            snprintf(word, sizeof word, "%.*s", (int)strcspn(words, "[]| "), words);
            if (*word && strstr(seen, word) == words)
                put_meant(word);
        }
        end_case();
    }
    printf("    esac\n}\n\n");
}

/* "--name KIND choices..", as the words of one argument. */
static void put_option(const struct option_spec *o)
{
    static const char *const kinds[] = {
        [OPTION_ENCODINGS] = "encoding", [OPTION_QKS] = "qk",      [OPTION_TOKENS] = "tokens",
        [OPTION_INTEGERS] = "value",     [OPTION_RANGE] = "value", [OPTION_REALS] = "value",
        [OPTION_WHOLE] = "value",        [OPTION_CHOICE] = "one",  [OPTION_NAMES] = "some",
        [OPTION_FILE] = "file",          [OPTION_FLAG] = "flag"};
    if (o->alone)
        printf(" '--%s flag'", o->name);
    printf(" '--%s %s", o->name, kinds[o->type]);
    for (size_t i = 0; o->choices && o->choices[i]; i++)
        printf(" %s", o->choices[i]);
    putchar('\'');
}

/* A setting says by its metavar what it takes: one of several joined by '|', or some of them, a
 * figure, a file, a folder. */
static void put_setting(const struct plain_option *o)
{
    const char *taken = o->metavar ? o->metavar : "";
    const char *several = strchr(taken, '|'), *more = strstr(taken, ",..");
    bool figure = strcmp(taken, "STEM") == 0;
    printf(" '--%s %s", o->name,
           !*taken                      ? "flag"
           : several && more            ? "some "
           : several                    ? "one "
           : figure                     ? "one"
           : strcmp(taken, "FILE") == 0 ? "file"
           : strcmp(taken, "DIR") == 0  ? "folder"
                                        : "value");
    for (; several && *taken && taken != more; taken++)
        putchar(*taken == '|' ? ' ' : *taken);
    for (size_t e = 0; figure && e < experiment_count; e++)
        for (size_t f = 0; f < experiments[e]->figure_count; f++)
            printf(" %s", experiments[e]->figures[f].stem);
    putchar('\'');
}

static void put_settings(const struct setting_menu *menu)
{
    struct setting_rows settings;
    settings_rows(menu, &settings);
    for (size_t i = 0; i < settings.count; i++)
        put_setting(&settings.rows[i]);
}

static void put_takes(void)
{
    printf("_posbias_takes() {\n    case $1 in\n");
    for (size_t i = 0; i < command_total(); i++) {
        put_case(command_at(i)->name);
        put_settings(&command_at(i)->menu);
        end_case();
    }
    for (size_t e = 0; e < experiment_count; e++) {
        put_case(experiments[e]->name);
        for (size_t i = 0; i < experiments[e]->option_count; i++)
            put_option(&experiments[e]->options[i]);
        put_settings(&experiment_menu);
        end_case();
    }
    put_case("");
    put_word("--help");
    put_word("--version");
    end_case();
    printf("    esac\n}\n\n");
}

/* The keys of one name; a key that is one of several words stands with each. */
static void put_keys(const char *kind, const char *name, size_t count, const struct spec_key *keys)
{
    struct message of;
    if (count == 0)
        return;
    message_set(&of, "%s %s", kind, name);
    put_case(of.text);
    for (size_t i = 0; i < count; i++) {
        for (size_t c = 0; keys[i].type == SPEC_CHOICE && keys[i].choices[c]; c++)
            printf(" '%s=%s'", keys[i].name, keys[i].choices[c]);
        if (keys[i].type != SPEC_CHOICE && keys[i].type != SPEC_FIRST)
            printf(" '%s='", keys[i].name);
    }
    end_case();
}

static void put_name(const char *name, size_t key_count)
{
    printf(" '%s%s'", name, key_count ? ":" : "");
}

static void put_strings(void)
{
    printf("_posbias_string() {\n    case \"$1 ${2-}\" in\n");
    put_case("encoding ");
    for (size_t i = 0; i < encoding_type_count; i++)
        put_name(encoding_types[i]->name, encoding_types[i]->key_count);
    put_word("model:");
    end_case();
    put_case("encoding model");
    for (size_t i = 0; i < preset_count; i++)
        put_word(presets[i].name);
    end_case();
    for (size_t i = 0; i < encoding_type_count; i++)
        put_keys("encoding", encoding_types[i]->name, encoding_types[i]->key_count,
                 encoding_types[i]->keys);
    put_case("qk ");
    for (size_t i = 0; i < qk_type_count; i++)
        put_name(qk_types[i].name, qk_types[i].key_count);
    end_case();
    for (size_t i = 0; i < qk_type_count; i++)
        put_keys("qk", qk_types[i].name, qk_types[i].key_count, qk_types[i].keys);
    put_case("tokens ");
    for (size_t i = 0; i < token_type_count; i++)
        put_name(token_types[i].name, token_types[i].key_count);
    end_case();
    for (size_t i = 0; i < token_type_count; i++)
        put_keys("tokens", token_types[i].name, token_types[i].key_count, token_types[i].keys);
    printf("    esac\n}\n\n");
}

int help_completion(enum help_format shell, size_t word_count, const char *const *words)
{
    struct message error;
    if (word_count) {
        message_set(&error,
                    "help: --format=%s is of all commands; expected no word, there is \"%s\"",
                    help_formats[shell], words[0]);
        return failure_print(EXIT_USAGE, &error);
    }
    fputs(shell == HELP_BASH ? completion_bash_head : completion_zsh_head, stdout);
    put_words();
    put_takes();
    put_strings();
    fputs(completion_core, stdout);
    fputs(shell == HELP_BASH ? completion_bash_tail : completion_zsh_tail, stdout);
    return EXIT_DONE;
}
