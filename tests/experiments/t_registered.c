/* Whatever is registered is written down where its readers look; what is missing is named. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/cli_tools.h"

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

/* By its own id, or by the id that it is a part of: up to a later hyphen. */
static bool indexed(const char *index, const char *id)
{
    char name[128];
    snprintf(name, sizeof name, "%s", id);
    for (char *end = name + strlen(name); end && strchr(name, '-'); end = strrchr(name, '-')) {
        *end = '\0';
        if (strchr(name, '-') && strstr(index, name))
            return true;
    }
    return false;
}

TEST(every_claim_is_in_the_index)
{
    char *index = text_of("theory/README.md");
    for (size_t e = 0; e < experiment_count; e++)
        for (size_t i = 0; experiments[e]->claims && i < experiments[e]->claims->count; i++)
            ck_assert_msg(indexed(index, experiments[e]->claims->claims[i].id),
                          "claim %s of experiment %s is not in theory/README.md",
                          experiments[e]->claims->claims[i].id, experiments[e]->name);
    free(index);
}

TEST(every_encoding_and_key_is_described)
{
    char *text = text_of("kernels/README.md"), name[64];
    for (size_t i = 0; i < encoding_type_count; i++) {
        const struct encoding_type *type = encoding_types[i];
        snprintf(name, sizeof name, "\n    %s ", type->name);
        ck_assert_msg(strstr(text, name), "encoding %s has no string in kernels/README.md",
                      type->name);
        for (size_t k = 0; k < type->key_count; k++)
            ck_assert_msg(strstr(text, type->keys[k].name),
                          "key %s of encoding %s is not in kernels/README.md", type->keys[k].name,
                          type->name);
    }
    free(text);
}
