/* Whatever is registered is written down where its readers look; what is missing is named. */
#include <fnmatch.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/claims/paper.h"
#include "experiments/harness/report/subject.h"
#include "tests/tools/cli_tools.h"
#include "tests/tools/run_tools.h"

/* A file of the tree, to be freed. */
static char *text_of(const char *path)
{
    char *text = cli_file(path);
    ck_assert_msg(text != NULL, "cannot read %s: run the tests from the top of the repository",
                  path);
    return text;
}

TEST(every_figure_has_its_script)
{
    char path[256];
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t i = 0; i < experiments[e]->figure_count; i++) {
            snprintf(path, sizeof path, "plots/%s.gp", experiments[e]->figures[i].stem);
            char *script = cli_file(path);
            ck_assert_msg(script != NULL, "figure %s of experiment %s has no %s",
                          experiments[e]->figures[i].stem, experiments[e]->name, path);
            free(script);
        }
}

/* Whether a word of the text begins with the name's parts between hyphens, since the index writes
 * "A-B-C, -D" for siblings; a word's '*' stands for any part. */
static bool has_word(const char *text, const char *name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.*-";
    char word[128];
    for (const char *at = text + strcspn(text, letters); *at; at += strcspn(at, letters)) {
        size_t length = strspn(at, letters);
        snprintf(word, sizeof word, "%.*s", (int)length, at);
        char *end = word - 1;
        for (const char *part = name - 1; part && end; part = strchr(part + 1, '-'))
            end = strchr(end + 1, '-');
        if (end)
            *end = '\0';
        if (word[0] != '*' && fnmatch(word, name, 0) == 0)
            return true;
        at += strspn(at, letters);
    }
    return false;
}

/* By its own id, or by the id that it is a part of: up to a later hyphen. */
static bool indexed(const char *index, const char *id)
{
    char name[128];
    snprintf(name, sizeof name, "%s", id);
    for (char *end = name + strlen(name); end && strchr(name, '-'); end = strrchr(name, '-')) {
        *end = '\0';
        if (strchr(name, '-') && has_word(index, name))
            return true;
    }
    return false;
}

TEST(every_claim_is_in_the_index)
{
    char *index = text_of("theory/README.md");
    struct message missing = {""};
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t i = 0; experiments[e]->claims && i < experiments[e]->claims->count; i++)
            if (!indexed(index, experiments[e]->claims->claims[i].id))
                message_add(&missing, " %s of %s", experiments[e]->claims->claims[i].id,
                            experiments[e]->name);
    ck_assert_msg(!missing.text[0], "not in theory/README.md:%s", missing.text);
    free(index);
}

/* A source names sections of theory as "theory/CHAPTER/README.md, section a" or "sections a, b":
 * all are headings of that page. */
static void check_sections(const char *source)
{
    static const char page[] = "README.md", letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    char path[128], heading[128];
    ck_assert_msg(!strchr(source, '#'), "\"%s\" holds a '#'", source);
    for (const char *at = source; (at = strstr(at, "theory/"));) {
        const char *end = strstr(at, page);
        ck_assert_msg(end != NULL, "\"%s\"", source);
        end += strlen(page);
        snprintf(path, sizeof path, "%.*s", (int)(end - at), at);
        char *text = text_of(path);
        ck_assert_msg(strncmp(end, ", section", strlen(", section")) == 0, "\"%s\"", source);
        at = strchr(end + 2, ' ') + 1;
        for (size_t length; (length = strspn(at, letters)) > 0;) {
            snprintf(heading, sizeof heading, "\n## %.*s\n", (int)length, at);
            ck_assert_msg(strstr(text, heading), "\"%s\": no such section in %s", source, path);
            at += length;
            at += strncmp(at, ", ", 2) == 0 ? 2 : strncmp(at, " and ", 5) == 0 ? 5 : 0;
        }
        free(text);
    }
}

TEST(every_source_in_the_tree_is_a_section)
{
    for (size_t e = 0; e < experiment_count; e++) {
        check_sections(experiments[e]->source);
        for (size_t i = 0; experiments[e]->claims && i < experiments[e]->claims->count; i++)
            check_sections(experiments[e]->claims->claims[i].question->source);
    }
}

TEST(every_claim_has_a_paper_and_every_paper_a_claim)
{
    for (size_t p = 0; p < paper_count; p++) {
        size_t claims = 0;
        for (size_t e = 0; e < experiment_count; e++)
            for (size_t i = 0; experiments[e]->claims && i < experiments[e]->claims->count; i++)
                claims += paper_of(experiments[e]->claims->claims[i].id) == &papers[p];
        ck_assert_msg(claims > 0, "no claim of paper %s", papers[p].prefix);
    }
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t i = 0; experiments[e]->claims && i < experiments[e]->claims->count; i++) {
            const char *id = experiments[e]->claims->claims[i].id;
            ck_assert_msg(paper_of(id) != &paper_other, "claim %s: no row of experiments/papers.c",
                          id);
        }
}

TEST(every_encoding_has_a_row_of_closed_forms)
{
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *encoding = tools_encoding(encoding_types[i]->specimen);
        ck_assert_msg(closed_forms(encoding)->type == encoding_types[i],
                      "encoding type %s: its row in experiments/closed_forms is of another type",
                      encoding_types[i]->name);
        encoding_free(encoding);
    }
}

/* Only the slow checks run it; that it is there can be seen at once. */
TEST(every_encoding_has_a_second_implementation)
{
    glob_t files;
    struct message missing = {""};
    ck_assert_int_eq(glob("tests/reference/encodings/*.py", 0, NULL, &files), 0);
    for (size_t i = 0; i < encoding_type_count; i++) {
        char row[64];
        bool found = false;
        snprintf(row, sizeof row, "\"%s\":", encoding_types[i]->name);
        for (size_t f = 0; f < files.gl_pathc && !found; f++) {
            char *text = text_of(files.gl_pathv[f]);
            found = strstr(text, row) != NULL;
            free(text);
        }
        if (!found)
            message_add(&missing, " %s", encoding_types[i]->name);
    }
    globfree(&files);
    ck_assert_msg(!missing.text[0],
                  "no second implementation of:%s; add a function, and a row \"NAME\": of SCORES "
                  "and STRINGS, in tests/reference/encodings, of a bias in pointwise.py",
                  missing.text);
}

TEST(every_encoding_and_key_is_described)
{
    char *text = text_of("kernels/README.md"), name[64];
    for (size_t i = 0; i < encoding_type_count; i++) {
        const struct encoding_type *type = encoding_types[i];
        snprintf(name, sizeof name, "\n    %s ", type->name);
        ck_assert_msg(strstr(text, name),
                      "encoding %s is not in kernels/README.md; run make readme", type->name);
        for (size_t k = 0; k < type->key_count; k++)
            ck_assert_msg(strstr(text, type->keys[k].name),
                          "key %s of encoding %s is not in kernels/README.md; run make readme",
                          type->keys[k].name, type->name);
    }
    free(text);
}

/* A text in one line, its words one space apart. */
static void unwrap(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (*from != '\n' && *from != ' ')
            *to++ = *from;
        else if (to > text && to[-1] != ' ')
            *to++ = ' ';
    *to = '\0';
}

TEST(the_report_reads_the_card_as_its_page_does)
{
    const struct subject_reading *reading = &subject.reading;
    char *text = text_of("docs/choose.md"), line[1024];
    unwrap(text);
    ck_assert_msg(strstr(text, reading->opening), "docs/choose.md lacks \"%s\"", reading->opening);
    ck_assert_msg(strstr(text, reading->command), "docs/choose.md lacks \"%s\"", reading->command);
    for (size_t i = 0; i < reading->line_count; i++) {
        snprintf(line, sizeof line, " %zu. %s", i + 1, reading->lines[i]);
        ck_assert_msg(strstr(text, line), "docs/choose.md lacks \"%s\"", line);
    }
    free(text);
}

/* Runs that refuse some encodings for what they are. */
static const struct {
    const char *experiment, *words[3];
} offering[] = {
    {"gap", {"--qk=unit", "--near=1:2", "--far=3:4"}},
    {"gap", {"--prove", "--near=1:2", "--far=3:4"}},
    {"instability", {"--qk=unit", "--method=scan", "--scan=8"}},
    {"instability", {"--qk=unit", "--method=lattice", "--target=1"}},
    {"frequencies", {"--context=16"}},
    {"lemmas", {"--distances=8"}},
    {"basebound", {"--check", "--context=16"}},
    {"precision", {"--positions=1", "--pairs=2"}},
    {"bounds", {"--context=16", "--limit=1000"}},
    {"moments", {"--tokens=8"}},
    {"decay", {"--distances=1"}},
    {"shift", {"--context=16"}},
    {"shift", {"--context=16", "--variant=cyclic"}},
};

/* A refusal lists the encodings that are taken in place of the one refused: all of them, no other.
 * Where conditions follow one another, that of the last does. */
TEST_EACH(a_refusal_offers_what_is_taken, TOOLS_COUNT(offering))
{
    struct message taken = {""};
    char expected[1200], encoding[128], refused[8192] = "";
    for (size_t i = 0; i <= encoding_type_count; i++) {
        bool model = i == encoding_type_count;
        snprintf(encoding, sizeof encoding, "--encoding=%s",
                 model ? "model:llama-2-7b" : encoding_types[i]->specimen);
        const char *const *w = offering[_i].words;
        struct outcome out = run_tools(
            experiment_find(offering[_i].experiment),
            (const char *const[]){"--scale=smoke", encoding, w[0], w[1], w[2], NULL});
        ck_assert_msg(out.status == 0 || out.status == 2, "%s: %s", encoding, out.error);
        if (out.status == 0) {
            message_add(&taken, "%s%s", *taken.text ? ", " : "",
                        model ? "model" : encoding_types[i]->name);
        } else {
            strncat(refused, out.error, sizeof refused - strlen(refused) - 1);
        }
        free(out.text);
        free(out.printed);
        free(out.error);
    }
    snprintf(expected, sizeof expected, "one of %s", taken.text);
    ck_assert_msg(strstr(refused, expected), "none of these says \"%s\":\n%s", expected, refused);
}

/* In place of a query-key model without a near side, all those that have one, and no other. */
TEST(a_refusal_offers_models_that_are_taken)
{
    struct outcome refused = run_tools(experiment_find("gap"),
                                       (const char *const[]){"--scale=smoke", "--qk=phase", NULL});
    ck_assert_int_eq(refused.status, 2);
    for (size_t i = 0; i < qk_type_count; i++) {
        char word[128];
        if (!qk_types[i].specimen)
            continue;
        snprintf(word, sizeof word, "--qk=%s", qk_types[i].specimen);
        struct outcome out = run_tools(
            experiment_find("gap"),
            (const char *const[]){"--scale=smoke", "--near=1:2", "--far=3:4", word, NULL});
        const char *list = strstr(refused.error, "one of ");
        ck_assert_msg(list && (strstr(list, qk_types[i].specimen) != NULL) == (out.status == 0),
                      "%s: %s%s", word, out.error ? out.error : "", refused.error);
        free(out.text);
        free(out.printed);
        free(out.error);
    }
    free(refused.text);
    free(refused.printed);
    free(refused.error);
}
